package org.mcpruntime.watcher.cli.doctor;

import java.io.StringWriter;
import java.io.Writer;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.assess.Diagnosis.Candidate;
import org.mcpruntime.watcher.checks.assess.Diagnosis.Undecided;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.Evidence;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/**
 * A report for build servers, as JUnit writes its results: a suite for each check with a test case for each finding, or one
 * that passes, and a suite for what was not seen. Names hold no changing text, so that a build server can follow a test case
 * from run to run.
 */
public final class DoctorJunit {

  /** What a test case came to; null passes. */
  private record Outcome(String element, @Nullable String type, String message, String text) {}

  private record TestCase(String name, @Nullable Outcome outcome) {
    boolean is(String element) {
      return outcome != null && outcome.element().equals(element);
    }
  }

  /** Strict readers want it so: UTC, without saying it. */
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final String FAILURE = "failure";
  private static final String SKIPPED = "skipped";

  private final DoctorReport report;
  private final Severity failOn;
  private final Rules rules;
  private final XMLStreamWriter xml;

  private DoctorJunit(DoctorReport report, Severity failOn, Rules rules, XMLStreamWriter xml) {
    this.report = report;
    this.failOn = failOn;
    this.rules = rules;
    this.xml = xml;
  }

  /**
   * The whole document.
   *
   * @param failOn findings below this one pass, and say so
   * @param rules the checks that were asked
   */
  public static String of(DoctorReport report, Severity failOn, Rules rules) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter((Writer) text);
      new DoctorJunit(report, failOn, rules, xml).write();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a text can always be written", e);
    }
    return text.toString();
  }

  private void write() throws XMLStreamException {
    Map<String, List<TestCase>> suites = suites();
    List<TestCase> all = suites.values().stream().flatMap(List::stream).toList();
    xml.writeStartDocument("UTF-8", "1.0");
    newLine(0);
    xml.writeStartElement("testsuites");
    attribute("name", "cluster-watcher doctor");
    counts(all);
    attribute("time", String.format(Locale.ROOT, "%.3f", report.took().toMillis() / 1000.0));
    for (Map.Entry<String, List<TestCase>> suite : suites.entrySet()) {
      newLine(1);
      xml.writeStartElement("testsuite");
      attribute("name", suite.getKey());
      counts(suite.getValue());
      attribute("time", "0");
      attribute("timestamp", TIMESTAMP.format(report.diagnosis().asOf()));
      for (TestCase each : suite.getValue()) {
        testCase("doctor." + suite.getKey(), each);
      }
      newLine(1);
      xml.writeEndElement();
    }
    newLine(0);
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void testCase(String className, TestCase each) throws XMLStreamException {
    newLine(2);
    xml.writeStartElement("testcase");
    attribute("classname", className);
    attribute("name", each.name());
    attribute("time", "0");
    Outcome outcome = each.outcome();
    if (outcome != null) {
      newLine(3);
      xml.writeStartElement(outcome.element());
      if (outcome.type() != null) {
        attribute("type", outcome.type());
      }
      if (!outcome.message().isEmpty()) {
        attribute("message", outcome.message());
      }
      xml.writeCharacters(legal(outcome.text()));
      xml.writeEndElement();
      newLine(2);
    }
    xml.writeEndElement();
  }

  private void counts(List<TestCase> cases) throws XMLStreamException {
    attribute("tests", String.valueOf(cases.size()));
    attribute(
        "failures",
        String.valueOf(cases.stream().filter(each -> each.is(FAILURE)).count()));
    attribute("errors", "0");
    attribute(
        "skipped",
        String.valueOf(cases.stream().filter(each -> each.is(SKIPPED)).count()));
  }

  private Map<String, List<TestCase>> suites() {
    Map<String, List<TestCase>> suites = new LinkedHashMap<>();
    rules.checks().stream()
        .flatMap(DoctorJunit::specs)
        .forEach(spec -> suites.put(spec.id(), new ArrayList<>()));
    for (Candidate candidate : report.diagnosis().candidates()) {
      suites
          .computeIfAbsent(candidate.key().checkId(), id -> new ArrayList<>())
          .add(finding(candidate));
    }
    rules.checks().stream().flatMap(DoctorJunit::specs).forEach(spec -> {
      List<TestCase> cases = suites.getOrDefault(spec.id(), List.of());
      if (cases.isEmpty()) {
        cases.add(new TestCase("no finding: " + spec.title(), blindness(spec)));
      }
    });
    suites.put("coverage", coverage());
    return suites;
  }

  private static Stream<CheckSpec> specs(Check<?> check) {
    return Stream.concat(
        Stream.of(check.spec()), check.groups().stream().map(group -> group.spec()));
  }

  private TestCase finding(Candidate candidate) {
    ObjectRef anchor = candidate.key().anchor();
    String name = anchor.kind() + " "
        + (anchor.namespace().isEmpty() ? "" : anchor.namespace() + "/") + anchor.name()
        + (candidate.key().aspect().isEmpty() ? "" : " " + candidate.key().aspect());
    boolean fails = candidate.assessment().severity().compareTo(failOn) >= 0;
    return new TestCase(
        name,
        fails
            ? new Outcome(
                FAILURE,
                candidate.assessment().severity().name(),
                candidate.assessment().finding().title(),
                details(candidate))
            : new Outcome(
                "system-out",
                null,
                "",
                candidate.assessment().severity() + ", below --fail-on: "
                    + candidate.assessment().finding().title() + "\n" + details(candidate)));
  }

  private String details(Candidate candidate) {
    List<String> lines = new ArrayList<>(List.of(candidate.assessment().message()));
    candidate.assessment().finding().remediation().forEach(step -> lines.add("fix: " + step));
    if (candidate.causedBy() != null) {
      lines.add("explained by: " + candidate.causedBy().text());
    }
    report
        .explainedBy(candidate)
        .forEach(each -> lines.add("explains: " + each.key().text()));
    for (Evidence evidence : candidate.assessment().finding().evidence()) {
      lines.add("evidence: " + evidence.resource().text() + " " + evidence.path() + " = "
          + evidence.value());
    }
    return String.join("\n", lines);
  }

  /** Null when the subjects of a check were seen. */
  private @Nullable Outcome blindness(CheckSpec spec) {
    String unseen = report.diagnosis().undecided().stream()
        .filter(each -> each.checkId().equals(spec.id()) && each.subject() == null)
        .map(Undecided::missingText)
        .collect(Collectors.joining(", "));
    if (!unseen.isEmpty()) {
      return new Outcome(SKIPPED, null, "cannot see " + unseen, "");
    }
    return report.diagnosis().notLookedAt().contains(spec.subject())
        ? new Outcome(SKIPPED, null, "not looked at: " + spec.subject().text(), "")
        : null;
  }

  private List<TestCase> coverage() {
    List<TestCase> cases = new ArrayList<>();
    for (Unseen unseen : report.unseen()) {
      cases.add(new TestCase(
          "sees " + unseen.what(), new Outcome(SKIPPED, null, "cannot see: " + unseen.text(), "")));
    }
    for (String kind : report.notLookedAt()) {
      cases.add(new TestCase(
          "sees " + kind, new Outcome(SKIPPED, null, "not looked at: nobody asked for it", "")));
    }
    if (cases.isEmpty()) {
      cases.add(new TestCase("sees all that was asked for", null));
    }
    return cases;
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, legal(value));
  }

  private void newLine(int depth) throws XMLStreamException {
    xml.writeCharacters("\n" + "  ".repeat(depth));
  }

  /** XML cannot hold most control characters, not even escaped; messages of a cluster may. */
  private static String legal(String text) {
    return text.codePoints()
        .map(
            c -> c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && !isForbidden(c)) ? c : 0xFFFD)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isForbidden(int codePoint) {
    return (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)
        || codePoint == 0xFFFE
        || codePoint == 0xFFFF;
  }
}
