package org.mcpruntime.watcher.correlator.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mcpruntime.watcher.checks.check.Cause;
import org.mcpruntime.watcher.checks.check.CauseGroup;
import org.mcpruntime.watcher.checks.check.Evidence;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.checks.facts.BinaryReader;
import org.mcpruntime.watcher.checks.facts.BinaryWriter;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/**
 * The verdict of one subject that is not OK, as its incident keeps it.
 *
 * @param failures what fails; empty when it is moving or cannot be seen
 * @param newest the newest record that supports it
 */
record MemberState(List<Failure> failures, RecordRef newest) {

  /** @param onset how it began */
  record Failure(Finding finding, Onset onset) {}

  MemberState {
    failures = List.copyOf(failures);
  }

  boolean failing() {
    return !failures.isEmpty();
  }

  Optional<Failure> failure(String aspect) {
    return failures.stream()
        .filter(failure -> failure.finding().aspect().equals(aspect))
        .findFirst();
  }

  byte[] toBytes() {
    BinaryWriter out = new BinaryWriter();
    out.list(failures, failure -> {
      write(failure.finding(), out);
      failure.onset().write(out);
    });
    newest.write(out);
    return out.toBytes();
  }

  static MemberState read(byte[] bytes) {
    BinaryReader in = new BinaryReader(bytes);
    return new MemberState(
        in.list(() -> new Failure(finding(in), Onset.read(in))), RecordRef.read(in));
  }

  private static void write(Finding finding, BinaryWriter out) {
    out.text(finding.aspect()).text(finding.reason()).nullableText(finding.causeClass());
    out.text(finding.title()).text(finding.message());
    out.list(finding.remediation(), out::text);
    out.list(finding.evidence(), evidence -> out.text(evidence.resource().text())
        .text(evidence.path())
        .text(evidence.value()));
    out.nullableText(finding.container());
    out.constant(finding.floor()).number(finding.hold().toMillis());
    out.text(finding.holdToken()).number(finding.rank());
    out.list(
        finding.causes(), cause -> out.text(cause.checkId()).text(cause.anchor().text()));
    out.nullable(
        finding.group(),
        group -> out.text(group.checkId()).text(group.anchor().text()).text(group.aspect()));
  }

  private static Finding finding(BinaryReader in) {
    return new Finding(
        in.text(),
        in.text(),
        in.nullableText(),
        in.text(),
        in.text(),
        in.list(in::text),
        in.list(() -> new Evidence(ObjectRef.parse(in.text()), in.text(), in.text())),
        in.nullableText(),
        Severity.valueOf(in.text()),
        Duration.ofMillis(in.number()),
        in.text(),
        in.integer(),
        in.list(() -> new Cause(in.text(), ObjectRef.parse(in.text()))),
        in.nullable(() -> new CauseGroup(in.text(), ObjectRef.parse(in.text()), in.text())));
  }
}
