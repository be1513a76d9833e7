package org.mcpruntime.watcher.cli.doctor;

import org.mcpruntime.watcher.checks.assess.Assessment;
import org.mcpruntime.watcher.checks.assess.Diagnosis.Candidate;
import org.mcpruntime.watcher.checks.check.Severity;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A report for programs; field names are those of incidents where both have them. */
public final class DoctorJson {

  private DoctorJson() {}

  public static ObjectNode of(DoctorReport report, Severity failOn) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("asOf", report.diagnosis().asOf().toString());
    document.put("objects", report.objects());
    ArrayNode findings = document.putArray("findings");
    report.diagnosis().candidates().forEach(candidate -> findings.add(finding(candidate)));
    ArrayNode unseen = document.putArray("cannotSee");
    report.unseen().forEach(each -> unseen.add(each.text()));
    ArrayNode notLookedAt = document.putArray("notLookedAt");
    report.notLookedAt().forEach(notLookedAt::add);
    document
        .putObject("verdicts")
        .put("ok", report.diagnosis().counts().ok())
        .put("failing", report.diagnosis().counts().failing())
        .put("progressing", report.diagnosis().counts().progressing())
        .put("notApplicable", report.diagnosis().counts().notApplicable())
        .put("cannotSee", report.diagnosis().counts().cannotSee());
    document.put("exitCode", report.exitCode(failOn));
    return document;
  }

  private static ObjectNode finding(Candidate candidate) {
    Assessment assessment = candidate.assessment();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("key", candidate.key().text());
    node.put("headline", candidate.headline());
    node.put(
        "causedBy", candidate.causedBy() == null ? null : candidate.causedBy().text());
    node.put("severity", assessment.severity().name());
    node.put("impact", assessment.reading().impact().name());
    node.put("ready", assessment.reading().ready());
    node.put("desired", assessment.reading().desired());
    node.put("check", candidate.key().checkId());
    node.put("group", candidate.key().anchor().group());
    node.put("kind", candidate.key().anchor().kind());
    node.put("namespace", candidate.key().anchor().namespace());
    node.put("name", candidate.key().anchor().name());
    node.put("server", candidate.server() == null ? null : candidate.server().name());
    node.put("teamId", candidate.teamId());
    node.put("title", assessment.finding().title());
    node.put("reason", assessment.finding().reason());
    node.put("causeClass", assessment.finding().causeClass());
    node.put("message", assessment.message());
    ArrayNode remediation = node.putArray("remediation");
    assessment.finding().remediation().forEach(remediation::add);
    ArrayNode members = node.putArray("members");
    assessment.members().forEach(members::add);
    node.put("memberCount", assessment.memberCount());
    ArrayNode evidence = node.putArray("evidence");
    assessment.finding().evidence().forEach(each -> evidence
        .addObject()
        .put("resource", each.resource().words())
        .put("path", each.path())
        .put("value", each.value()));
    return node;
  }
}
