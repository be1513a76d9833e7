package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.mcpruntime.watcher.schemas.json.JsonScanner;
import org.mcpruntime.watcher.schemas.json.JsonType;
import org.mcpruntime.watcher.schemas.json.MalformedJsonException;

/**
 * A scanner whose walk is copied to an output, with members left out and values replaced on the way. Keeps the commas
 * right and notes a pointer for every change. What the walk passes over without an edit is kept.
 */
final class ObjectEditor {
  private static final byte[] REDACTED = "\"[redacted]\"".getBytes(US_ASCII);

  /** What an object's output holds so far. */
  private static final byte EMPTY = 0;

  private static final byte ONLY_REMOVED = 1;
  private static final byte KEPT = 2;

  private final byte[] buffer;
  private final JsonScanner scanner;
  private final KeptRanges output;
  private final PathTrail path;
  private final TextMask mask;
  private byte[] states = new byte[16];
  /** State before the current member, and the index behind what precedes it. */
  private byte stateBefore;

  private int behindPrevious;

  ObjectEditor(byte[] buffer, int offset, int length, List<Pattern> patterns, int maxReported) {
    this.buffer = buffer;
    this.scanner = new JsonScanner(buffer, offset, length, CredentialFinder.SIGNS);
    this.output = new KeptRanges(buffer, offset, offset + length);
    this.path = new PathTrail(buffer, maxReported);
    this.mask = new TextMask(patterns);
  }

  JsonScanner scanner() {
    return scanner;
  }

  PathTrail path() {
    return path;
  }

  /** Enters an object and returns where it starts. */
  int enterObject() throws MalformedJsonException {
    scanner.peek();
    int start = scanner.position();
    scanner.enterObject();
    path.push();
    if (path.depth() >= states.length) {
      states = Arrays.copyOf(states, states.length * 2);
    }
    states[path.depth()] = EMPTY;
    return start;
  }

  /** Moves to the next member's value; the caller consumes it, edits it, or removes the member. */
  boolean nextMember() throws MalformedJsonException {
    int depth = path.depth();
    int behind = scanner.position();
    if (!scanner.nextMember()) {
      path.pop();
      return false;
    }
    behindPrevious = behind;
    stateBefore = states[depth];
    if (stateBefore == ONLY_REMOVED) {
      output.cutTo(scanner.nameStart() - 1);
    }
    states[depth] = KEPT;
    path.name(scanner.nameStart(), scanner.nameEnd());
    return true;
  }

  /** Leaves the current member out; called before its value is consumed. */
  void removeMember(RemovalReason reason) throws MalformedJsonException {
    states[path.depth()] = stateBefore == KEPT ? KEPT : ONLY_REMOVED;
    path.report(reason);
    output.keepTo(behindPrevious);
    scanner.skipValue();
    output.cutTo(scanner.position());
  }

  /** Whether the object that was left last kept a member. */
  boolean keptMembers() {
    return states[path.depth() + 1] == KEPT;
  }

  void enterArray() throws MalformedJsonException {
    scanner.enterArray();
    path.push();
  }

  boolean nextElement(int index) throws MalformedJsonException {
    if (!scanner.nextElement()) {
      path.pop();
      return false;
    }
    path.index(index);
    return true;
  }

  /** Replaces the next value, whatever it is; null stays. */
  void replace(RemovalReason reason) throws MalformedJsonException {
    JsonType type = scanner.peek();
    int start = scanner.position();
    scanner.skipValue();
    if (type != JsonType.NULL) {
      replace(start, reason);
    }
  }

  /** Keeps the next value, a string, with the credentials in it masked. */
  void keepText(boolean pairs) throws MalformedJsonException {
    int start = scanner.position();
    scanner.skipString();
    maskString(start, pairs);
  }

  /** As {@link #keepText}, but a string that may be a copy of an object is replaced. */
  void keepAnnotation() throws MalformedJsonException {
    int start = scanner.position();
    scanner.skipString();
    if (AnnotationText.mayBeObject(
        buffer, scanner.stringStart(), scanner.stringEnd(), scanner.stringEscaped())) {
      replace(start, RemovalReason.ANNOTATION);
    } else {
      maskString(start, true);
    }
  }

  /** Keeps the next value, a string, if nothing has to be masked in it; else replaces all of it. */
  void keepCleanText(RemovalReason reason) throws MalformedJsonException {
    int start = scanner.position();
    scanner.skipString();
    if (mask.mask(buffer, scanner.stringStart(), scanner.stringEnd(), scanner.stringEscaped(), true)
            .length
        > 0) {
      replace(start, reason);
    }
  }

  /** Adds text behind what the walk has consumed so far, less the byte that closes the object just left. */
  void insertBeforeClose(byte[] text) {
    output.keepTo(scanner.position() - 1);
    output.put(text);
  }

  byte[] finish(int end, byte[] heading) {
    return output.finish(end, heading);
  }

  private void maskString(int start, boolean pairs) {
    boolean suspicious = scanner.stringMarked()
        || mask.hasPatterns()
        || KnownTokens.mayStart(buffer, scanner.stringStart(), scanner.stringEnd());
    if (!suspicious) {
      return;
    }
    byte[] masked = mask.mask(
        buffer, scanner.stringStart(), scanner.stringEnd(), scanner.stringEscaped(), pairs);
    if (masked.length > 0) {
      path.report(mask.foundCredential() ? RemovalReason.CREDENTIAL_IN_TEXT : RemovalReason.CUSTOM);
      output.keepTo(start);
      output.put(masked);
      output.cutTo(scanner.position());
    }
  }

  private void replace(int start, RemovalReason reason) {
    path.report(reason);
    output.keepTo(start);
    output.put(REDACTED);
    output.cutTo(scanner.position());
  }
}
