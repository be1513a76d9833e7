package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.mcpruntime.watcher.schemas.json.JsonRange;
import org.mcpruntime.watcher.schemas.json.JsonScanner;
import org.mcpruntime.watcher.schemas.json.JsonType;
import org.mcpruntime.watcher.schemas.json.MalformedJsonException;

/**
 * Makes an object fit a limit by replacing its largest values by {@code "[truncated]"}: the smallest value that is
 * large enough where there is one, else the largest ones in turn. Metadata, except annotations, and the conditions of
 * the status stay. Rare, so it may read the object once per level of nesting.
 */
final class SizeLimit {
  private static final byte[] MARK = "\"[truncated]\"".getBytes(US_ASCII);

  /** Among values smaller than this none is picked; the container goes as a whole. */
  private static final int WORTH_PICKING = 512;

  private enum Scope {
    ROOT,
    METADATA,
    STATUS,
    ANY;

    private static final byte[] METADATA_NAME = ascii("metadata");
    private static final byte[] STATUS_NAME = ascii("status");
    private static final byte[] ANNOTATIONS_NAME = ascii("annotations");
    private static final byte[] CONDITIONS_NAME = ascii("conditions");
    private static final byte[] KIND_NAME = ascii("kind");
    private static final byte[] API_VERSION_NAME = ascii("apiVersion");

    boolean keeps(JsonScanner member) {
      return switch (this) {
        case ROOT -> member.nameIs(KIND_NAME) || member.nameIs(API_VERSION_NAME);
        case METADATA -> !member.nameIs(ANNOTATIONS_NAME);
        case STATUS -> member.nameIs(CONDITIONS_NAME);
        case ANY -> false;
      };
    }

    Scope of(JsonScanner member) {
      if (this == ROOT && member.nameIs(METADATA_NAME)) {
        return METADATA;
      }
      return this == ROOT && member.nameIs(STATUS_NAME) ? STATUS : ANY;
    }

    private static byte[] ascii(String text) {
      return text.getBytes(US_ASCII);
    }
  }

  private record Candidate(JsonRange range, boolean container, Scope scope) {
    int gain() {
      return range.length() - MARK.length;
    }
  }

  private final byte[] json;
  private final List<JsonRange> cuts = new ArrayList<>();

  private SizeLimit(byte[] json) {
    this.json = json;
  }

  /** The object within the limit, or larger when what stays is too large by itself. */
  static byte[] reduce(byte[] json, int maxBytes) throws MalformedJsonException {
    SizeLimit limit = new SizeLimit(json);
    limit.cut(new JsonRange(0, json.length), json.length - maxBytes, Scope.ROOT);
    return limit.apply();
  }

  /** Picks cuts inside a container until they gain enough; returns what they gain, 0 when none is worth picking. */
  private int cut(JsonRange container, int needed, Scope scope) throws MalformedJsonException {
    List<Candidate> candidates = candidates(container, scope);
    candidates.sort(Comparator.comparingInt(Candidate::gain).reversed());
    boolean whole = scope == Scope.ANY;
    if (whole
        && (candidates.isEmpty() || candidates.get(0).gain() < Math.min(needed, WORTH_PICKING))) {
      return 0;
    }
    int gained = 0;
    for (Candidate candidate : candidates) {
      int rest = needed - gained;
      if (rest <= 0 || candidate.gain() <= 0) {
        break;
      }
      gained += cut(candidate, rest);
    }
    return gained;
  }

  private int cut(Candidate candidate, int needed) throws MalformedJsonException {
    boolean partly = candidate.scope() != Scope.ANY && candidate.container();
    if (candidate.container() && (partly || candidate.gain() >= needed)) {
      int before = cuts.size();
      int gained = cut(candidate.range(), needed, candidate.scope());
      if (partly || gained >= needed) {
        return gained;
      }
      cuts.subList(before, cuts.size()).clear();
    }
    cuts.add(candidate.range());
    return candidate.gain();
  }

  private List<Candidate> candidates(JsonRange container, Scope scope)
      throws MalformedJsonException {
    List<Candidate> candidates = new ArrayList<>();
    JsonScanner scanner = new JsonScanner(json, container.offset(), container.length());
    if (scanner.peek() == JsonType.OBJECT) {
      scanner.enterObject();
      while (scanner.nextMember()) {
        if (scope.keeps(scanner)) {
          scanner.skipValue();
        } else {
          candidates.add(candidate(scanner, scope.of(scanner)));
        }
      }
    } else {
      scanner.enterArray();
      while (scanner.nextElement()) {
        candidates.add(candidate(scanner, Scope.ANY));
      }
    }
    return candidates;
  }

  private static Candidate candidate(JsonScanner scanner, Scope scope)
      throws MalformedJsonException {
    JsonType type = scanner.peek();
    boolean container = type == JsonType.OBJECT || type == JsonType.ARRAY;
    return new Candidate(scanner.valueRange(), container, container ? scope : Scope.ANY);
  }

  private byte[] apply() {
    cuts.sort(Comparator.comparingInt(JsonRange::offset));
    KeptRanges output = new KeptRanges(json, 0, json.length);
    for (JsonRange cut : cuts) {
      output.keepTo(cut.offset());
      output.put(MARK);
      output.cutTo(cut.end());
    }
    return output.finish(json.length, new byte[0]);
  }
}
