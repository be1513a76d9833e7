package org.mcpruntime.watcher.correlator.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.assess.Assessment;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.schemas.avro.Evidence;
import org.mcpruntime.watcher.schemas.avro.Impact;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentChange;
import org.mcpruntime.watcher.schemas.avro.IncidentStatus;
import org.mcpruntime.watcher.schemas.avro.Provenance;
import org.mcpruntime.watcher.schemas.avro.ProvenanceRole;
import org.mcpruntime.watcher.schemas.avro.Severity;

/** Makes incident records: what is said now, on top of what was told before. */
final class IncidentWriter {

  private static final int MESSAGE_CHARS = 1000;
  private static final int TEAM_CHARS = 253;

  private final String rulesHash;
  private final String runbookBase;

  IncidentWriter(String rulesHash, String runbookBase) {
    this.rulesHash = rulesHash;
    this.runbookBase = runbookBase;
  }

  String rulesHash() {
    return rulesHash;
  }

  /** The first record of an episode. */
  Incident opened(
      Situation at,
      Fold.Failing failing,
      Onset onset,
      List<RecordRef> opened,
      @Nullable RecordRef kept,
      @Nullable String lastChange) {
    Incident incident = new Incident();
    incident.setId(at.key().id(at.now()));
    incident.setKey(at.key().text());
    incident.setRevision(1);
    incident.setChange(IncidentChange.OPENED);
    incident.setStatus(IncidentStatus.OPEN);
    incident.setOpenedAt(Instant.ofEpochMilli(at.now()));
    incident.setUpdatedAt(Instant.ofEpochMilli(at.now()));
    incident.setFirstSeenAt(onset.instant());
    incident.setLastChange(lastChange);
    say(incident, at, failing);
    incident.setProvenance(provenance(opened, kept, List.of()));
    return incident;
  }

  /** The same id is open again. */
  Incident reopened(
      Incident told,
      Situation at,
      Fold.Failing failing,
      Onset onset,
      List<RecordRef> opened,
      @Nullable RecordRef kept,
      @Nullable String lastChange) {
    Incident incident = next(told, at, IncidentChange.REOPENED);
    incident.setStatus(IncidentStatus.OPEN);
    incident.setCloseReason(null);
    incident.setResolvedAt(null);
    incident.setFirstSeenAt(onset.instant());
    incident.setLastChange(lastChange);
    incident.setReopened(told.getReopened() + 1);
    incident.setFlapping(told.getFlapping() || incident.getReopened() >= 2);
    say(incident, at, failing);
    incident.setProvenance(provenance(opened, kept, List.of()));
    return incident;
  }

  /**
   * What is said now becomes what is told.
   *
   * @param kept null when no record is known that is new enough to be named
   */
  Incident updated(
      Life.Open open,
      Situation at,
      Fold.Failing failing,
      @Nullable RecordRef kept,
      IncidentChange change) {
    Incident incident = next(open.told(), at, change);
    say(incident, at, failing);
    incident.setProvenance(provenance(open.opened(), kept, open.told().getProvenance()));
    return incident;
  }

  /** The same said again, under the rules of now. */
  Incident restated(Life.Open open, Situation at, IncidentChange change) {
    Incident incident = next(open.told(), at, change);
    incident.setRulesHash(rulesHash);
    incident.setCheckVersion(at.checkVersion());
    return incident;
  }

  /** The same said again about more members. */
  Incident widened(Life.Open open, Situation at, Fold.Failing failing, @Nullable RecordRef kept) {
    Incident incident = next(open.told(), at, IncidentChange.UPDATED);
    members(incident, failing.assessment());
    incident.setProvenance(provenance(open.opened(), kept, open.told().getProvenance()));
    return incident;
  }

  Incident resolved(Life.Open open, Situation at, CloseReason reason, List<RecordRef> closed) {
    Incident incident = next(open.told(), at, IncidentChange.RESOLVED);
    incident.setStatus(IncidentStatus.RESOLVED);
    incident.setCloseReason(reason.name());
    incident.setResolvedAt(Instant.ofEpochMilli(at.now()));
    List<Provenance> kept = new ArrayList<>(open.told().getProvenance());
    closed.forEach(origin -> kept.add(provenance(ProvenanceRole.CLOSED, origin)));
    incident.setProvenance(kept);
    return incident;
  }

  private static Incident next(Incident told, Situation at, IncidentChange change) {
    Incident incident = Incident.newBuilder(told).build();
    incident.setRevision(told.getRevision() + 1);
    incident.setChange(change);
    incident.setUpdatedAt(Instant.ofEpochMilli(at.now()));
    return incident;
  }

  private void say(Incident incident, Situation at, Fold.Failing failing) {
    Assessment assessment = failing.assessment();
    Finding finding = assessment.finding();
    IncidentKey key = at.key();
    incident.setSeverity(Severity.valueOf(assessment.severity().name()));
    incident.setImpact(Impact.valueOf(assessment.reading().impact().name()));
    incident.setReady(assessment.reading().ready());
    incident.setDesired(assessment.reading().desired());
    incident.setCheck(key.check());
    incident.setCheckVersion(at.checkVersion());
    incident.setRulesHash(rulesHash);
    incident.setTitle(finding.title());
    incident.setReason(finding.reason());
    incident.setCauseClass(finding.causeClass());
    incident.setMessage(limit(assessment.message(), MESSAGE_CHARS));
    incident.setRemediation(finding.remediation());
    incident.setRunbookUrl(runbookBase + key.check() + ".md");
    incident.setCluster(key.cluster());
    incident.setClusterUid(at.clusterUid());
    incident.setGroup(key.anchor().group());
    incident.setKind(key.anchor().kind());
    incident.setNamespace(
        key.anchor().namespace().isEmpty() ? null : key.anchor().namespace());
    incident.setName(key.anchor().name());
    incident.setUid(failing.anchor().uid());
    incident.setContainer(finding.container());
    incident.setServer(
        failing.anchor().server() == null ? null : failing.anchor().server().name());
    String team = failing.anchor().teamId();
    incident.setTeamId(team == null ? null : limit(team, TEAM_CHARS));
    members(incident, assessment);
    incident.setCausedBy(failing.causedBy());
    incident.setCauseGroup(failing.causeGroup());
    incident.setEvidence(finding.evidence().stream()
        .map(evidence ->
            new Evidence(evidence.resource().words(), evidence.path(), evidence.value()))
        .toList());
  }

  /** The peak is what was told: what stands in no record would be forgotten with the horizon. */
  private static void members(Incident incident, Assessment assessment) {
    incident.setMembers(assessment.members());
    incident.setMemberCount(assessment.memberCount());
    incident.setPeakMembers(Math.max(incident.getPeakMembers(), assessment.memberCount()));
  }

  /** @param told where it stays told what kept it when no newer record is known */
  private static List<Provenance> provenance(
      List<RecordRef> opened, @Nullable RecordRef kept, List<Provenance> told) {
    List<Provenance> all = new ArrayList<>();
    opened.forEach(origin -> all.add(provenance(ProvenanceRole.OPENED, origin)));
    if (kept == null) {
      told.stream().filter(each -> each.getRole() == ProvenanceRole.KEPT).forEach(all::add);
    } else {
      all.add(provenance(ProvenanceRole.KEPT, kept));
    }
    return all;
  }

  private static Provenance provenance(ProvenanceRole role, RecordRef origin) {
    return new Provenance(
        role,
        origin.topic(),
        origin.partition(),
        origin.offset(),
        Instant.ofEpochMilli(origin.at()),
        origin.uid(),
        origin.resourceVersion());
  }

  private static String limit(String text, int chars) {
    return text.length() <= chars ? text : text.substring(0, chars - 1) + "…";
  }
}
