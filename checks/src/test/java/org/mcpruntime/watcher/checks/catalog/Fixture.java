package org.mcpruntime.watcher.checks.catalog;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.assess.Anchor;
import org.mcpruntime.watcher.checks.assess.Assessment;
import org.mcpruntime.watcher.checks.assess.Assessor;
import org.mcpruntime.watcher.checks.assess.CheckView;
import org.mcpruntime.watcher.checks.assess.Evaluator;
import org.mcpruntime.watcher.checks.assess.InMemoryFacts;
import org.mcpruntime.watcher.checks.assess.Member;
import org.mcpruntime.watcher.checks.assess.Reading;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.Memo;
import org.mcpruntime.watcher.checks.check.Missing;
import org.mcpruntime.watcher.checks.check.Sight;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.ExtractionException;
import org.mcpruntime.watcher.checks.facts.Extractors;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.schemas.json.MalformedJsonException;
import org.mcpruntime.watcher.schemas.redaction.RedactedObject;
import org.mcpruntime.watcher.schemas.redaction.Redactor;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A fixture file: given an instant and manifests, when a check judges a subject, then this is its verdict.
 *
 * <pre>
 * given:
 *   earlier:            # optional: what the check could remember, oldest first
 *     - {at: …, objects: […]}
 *   at: 2026-11-23T16:10:00Z
 *   unseen: {core/Service: Forbidden}   # optional; every other kind is seen
 *   truncated: true     # optional; large values of the objects were replaced
 *   objects: […]
 * when: {check: pod-image-pull, subject: core/Pod/shop/cart-1}
 * then: {verdict: FAILING, severity: WARNING, …}
 * </pre>
 *
 * What {@code then} does not say is not compared. It may say {@code verdict}; {@code why} of NOT_APPLICABLE and PROGRESSING;
 * {@code missing} of CANNOT_SEE; {@code lookAgainAt}; and of the first finding {@code severity impact replicas anchor team
 * reason causeClass title message remedy container hold holdToken group}, {@code aspects} of all, and the lists
 * {@code evidence} (some of it) and {@code causes} (all).
 */
record Fixture(String id, String file, JsonNode root) {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final List<Fixture> ALL = read();

  /** What a fixture says of a verdict, under the names of its keys. */
  record Outcome(
      Verdict verdict, Map<String, String> said, List<String> evidence, List<String> causes) {}

  private record Remembered(String value, Instant until) {}

  static List<Fixture> all() {
    return ALL;
  }

  private static List<Fixture> read() {
    URL folder = Fixture.class.getResource("/fixtures");
    if (folder == null) {
      throw new IllegalStateException("no fixtures on the class path");
    }
    try (Stream<Path> files = Files.walk(Path.of(folder.toURI()))) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(file -> new Fixture(
              file.getName(file.getNameCount() - 2).toString(),
              file.getName(file.getNameCount() - 1).toString(),
              YAML.readTree(file.toFile())))
          .toList();
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  String checkId() {
    return root.at("/when/check").asString("");
  }

  /** {@code fires}, {@code quiet} or {@code unknown}. */
  String sort() {
    return file.substring(0, Math.max(0, file.indexOf('-')));
  }

  JsonNode expected() {
    return root.at("/then");
  }

  Set<String> keys() {
    return Set.copyOf(expected().propertyNames());
  }

  Outcome run() {
    Check<?> check = Catalog.byId(checkId()).orElseThrow();
    ObjectRef subject = ObjectRef.parse(root.at("/when/subject").asString(""));
    Map<String, Remembered> memos = new HashMap<>();
    for (JsonNode step : root.at("/given/earlier")) {
      remember(check, subject, view(step), memos);
    }
    InMemoryFacts view = view(root.at("/given"));
    remember(check, subject, view, memos);
    Facts facts = view.get(subject).orElseThrow();
    View checkView = checkView(check, view, memos);
    Verdict verdict = Evaluator.evaluate(check, facts, checkView);
    return outcome(check, facts, view, verdict);
  }

  private static Outcome outcome(
      Check<?> check, Facts subject, InMemoryFacts view, Verdict verdict) {
    Map<String, String> said = new HashMap<>();
    List<String> evidence = new ArrayList<>();
    List<String> causes = new ArrayList<>();
    said.put("verdict", word(verdict));
    if (verdict instanceof Verdict.Ok ok) {
      said.put("lookAgainAt", orNone(ok.lookAgainAt()));
    } else if (verdict instanceof Verdict.NotApplicable notApplicable) {
      said.put("why", notApplicable.why());
    } else if (verdict instanceof Verdict.Progressing progressing) {
      said.put("why", progressing.why());
      said.put("lookAgainAt", orNone(progressing.lookAgainAt()));
    } else if (verdict instanceof Verdict.CannotSee cannotSee) {
      said.put(
          "missing",
          cannotSee.missing().stream().map(Missing::text).collect(Collectors.joining(", ")));
    } else if (verdict instanceof Verdict.Failing failing) {
      Anchor anchor = Assessor.anchor(check.spec(), subject, view);
      if (anchor instanceof Anchor.Unresolved unresolved) {
        said.put("verdict", "CANNOT_SEE");
        said.put("missing", unresolved.missing().text());
      } else if (anchor instanceof Anchor.Resolved resolved) {
        var finding = failing.findings().get(0);
        Assessment assessment = Assessor.assess(
            check.spec(),
            resolved.workload(),
            List.of(new Member(subject.ref(), finding)),
            Assessor.reading(resolved.workload(), view).orElse(Reading.UNKNOWN));
        said.put("severity", assessment.severity().name());
        said.put("impact", assessment.reading().impact().name());
        said.put(
            "replicas",
            assessment.reading().ready() + "/" + assessment.reading().desired());
        said.put("anchor", resolved.workload().text());
        said.put("team", orNone(resolved.teamId()));
        said.put("reason", finding.reason());
        said.put("causeClass", orNone(finding.causeClass()));
        said.put("title", finding.title());
        said.put("message", assessment.message());
        said.put("remedy", String.join(" ", finding.remediation()));
        said.put("container", orNone(finding.container()));
        said.put("hold", finding.hold().toString());
        said.put("holdToken", finding.holdToken());
        said.put("lookAgainAt", orNone(failing.lookAgainAt()));
        said.put(
            "aspects",
            failing.findings().stream().map(Finding::aspect).collect(Collectors.joining(", ")));
        said.put(
            "group",
            finding.group() == null
                ? "none"
                : finding.group().checkId() + " @ " + finding.group().anchor().text());
        finding.evidence().forEach(each -> evidence.add(each.path() + " = " + each.value()));
        finding
            .causes()
            .forEach(each -> causes.add(each.checkId() + " @ " + each.anchor().text()));
      }
    }
    return new Outcome(verdict, said, evidence, causes);
  }

  private static String orNone(@Nullable Object value) {
    return value == null ? "none" : value.toString();
  }

  private static String word(Verdict verdict) {
    if (verdict instanceof Verdict.Ok) {
      return "OK";
    } else if (verdict instanceof Verdict.Failing) {
      return "FAILING";
    } else if (verdict instanceof Verdict.Progressing) {
      return "PROGRESSING";
    } else {
      return verdict instanceof Verdict.NotApplicable ? "NOT_APPLICABLE" : "CANNOT_SEE";
    }
  }

  private static void remember(
      Check<?> check, ObjectRef subject, InMemoryFacts view, Map<String, Remembered> memos) {
    Optional<Facts> facts = view.get(subject);
    if (facts.isPresent()) {
      for (Memo memo : Evaluator.remember(check, facts.get(), checkView(check, view, memos))) {
        memos.put(memo.name(), new Remembered(memo.value(), view.asOf().plus(memo.keep())));
      }
    }
  }

  private static View checkView(Check<?> check, InMemoryFacts view, Map<String, Remembered> memos) {
    return new DeclaredView(
        check.spec(),
        new CheckView(
            view, Rules.standard(Catalog.all()), check.spec().id(), name -> Optional.ofNullable(
                    memos.get(name))
                .filter(memo -> memo.until().isAfter(view.asOf()))
                .map(Remembered::value)));
  }

  private static InMemoryFacts view(JsonNode given) {
    List<Facts> facts = new ArrayList<>();
    for (JsonNode manifest : given.at("/objects")) {
      publish(manifest, given.at("/truncated").asBoolean(false)).ifPresent(facts::add);
    }
    Map<KindRef, Sight> sights = new HashMap<>();
    Kinds.ALL.forEach(kind -> sights.put(kind, Sight.SEEN));
    given.at("/unseen").properties().forEach(entry -> {
      String[] parts = entry.getKey().split("/", 2);
      sights.put(
          new KindRef(parts[0].equals("core") ? "" : parts[0], parts[1]),
          Sight.blind(entry.getValue().asString()));
    });
    return new InMemoryFacts(facts, sights, Instant.parse(given.at("/at").asString("")));
  }

  /** The way of every published object: redaction, then extraction. */
  static Optional<Facts> publish(JsonNode manifest) {
    return publish(manifest, false);
  }

  private static Optional<Facts> publish(JsonNode manifest, boolean truncated) {
    byte[] json = manifest.toString().getBytes(StandardCharsets.UTF_8);
    try {
      RedactedObject object = Redactor.standard().redact(json, 0, json.length, null, null);
      return Extractors.extract(object.json(), truncated || object.truncated());
    } catch (MalformedJsonException | ExtractionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return id + "/" + file;
  }
}
