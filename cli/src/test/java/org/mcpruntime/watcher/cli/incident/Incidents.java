package org.mcpruntime.watcher.cli.incident;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.Impact;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentChange;
import org.mcpruntime.watcher.schemas.avro.IncidentStatus;
import org.mcpruntime.watcher.schemas.avro.Severity;
import org.mcpruntime.watcher.schemas.serde.RecordSchema;

/** The incidents of the first minute, as test data. */
public final class Incidents {

  static final String PULL = "demo/apps/Deployment/mcp-team-acme/jira-tools#pod-image-pull";

  static {
    // Makes Avro trust our records, as every serializer of ours does.
    RecordSchema.of(Incident.class);
  }

  private Incidents() {}

  public static Incident imagePull() {
    return incident("7c1e09ab00000000", PULL, "02:41:20Z", null)
        .setSeverity(Severity.CRITICAL)
        .setImpact(Impact.DOWN)
        .setReady(0)
        .setDesired(2)
        .setTitle("image pull fails: authentication")
        .setReason("ImagePullAuthentication")
        .setCauseClass("auth")
        .setMessage("2 of 2 pods: registry.local/acme/jira-tools:1.5.0: 401 Unauthorized")
        .setRemediation(List.of(
            "Recreate mcp-runtime-registry-pull.", "Let ServiceAccount mcp-workload list it."))
        .setServer("jira-tools")
        .setTeamId("acme")
        .setMembers(List.of("jira-tools-5c9-a", "jira-tools-5c9-b"))
        .setMemberCount(2)
        .setLastChange("image 1.4.2→1.5.0 at 02:39")
        .setFirstSeenAt(Instant.parse("2026-11-23T02:39:10Z"))
        .build();
  }

  static Incident registry() {
    return incident(
            "5a5a5a5a00000000",
            "demo/watcher.mcpruntime.org/Registry/-/registry.local#registry-image-pull#auth",
            "02:41:30Z",
            null)
        .setSeverity(Severity.CRITICAL)
        .setImpact(Impact.DOWN)
        .setTitle("registry registry.local: image pulls fail: authentication")
        .setReason("RegistryPullsFail")
        .setCheck("registry-image-pull")
        .setNamespace(null)
        .setMembers(List.of("mcp-team-acme/jira-tools", "mcp-team-pay/ledger-tools"))
        .setMemberCount(2)
        .build();
  }

  public static Incident deploymentUnavailable() {
    return incident(
            "11aa000000000000",
            "demo/apps/Deployment/mcp-team-acme/jira-tools#deployment-unavailable",
            "02:42:00Z",
            PULL)
        .setSeverity(Severity.CRITICAL)
        .setImpact(Impact.DOWN)
        .setReady(0)
        .setDesired(2)
        .setTitle("no replica available")
        .setReason("NoReplicaAvailable")
        .setServer("jira-tools")
        .build();
  }

  static Incident serverNotReady() {
    return incident(
            "22bb000000000000",
            "demo/mcpruntime.org/MCPServer/mcp-team-acme/jira-tools#mcpserver-not-ready",
            "02:54:30Z",
            "demo/apps/Deployment/mcp-team-acme/jira-tools#deployment-unavailable")
        .setSeverity(Severity.CRITICAL)
        .setImpact(Impact.DOWN)
        .setTitle("PartiallyReady: deployment")
        .setReason("PartiallyReady")
        .setServer("jira-tools")
        .build();
  }

  static Incident quota() {
    return incident(
            "b40d22f100000000",
            "demo/apps/Deployment/mcp-team-pay/ledger-tools#deployment-unavailable",
            "02:52:05Z",
            null)
        .setSeverity(Severity.WARNING)
        .setImpact(Impact.DEGRADED)
        .setReady(1)
        .setDesired(3)
        .setTitle("pods not created: quota exceeded")
        .setReason("QuotaExceeded")
        .setServer("ledger-tools")
        .build();
  }

  static Incident ingressOnly() {
    return incident(
            "91aa6e0300000000",
            "demo/mcpruntime.org/MCPServer/mcp-servers/docs-search#mcpserver-not-ready",
            "02:56:14Z",
            null)
        .setSeverity(Severity.INFO)
        .setImpact(Impact.SERVING)
        .setReady(1)
        .setDesired(1)
        .setTitle("PartiallyReady 15m: ingress only")
        .setReason("PartiallyReady")
        .setServer("docs-search")
        .build();
  }

  public static Incident resolved(Incident open, String at) {
    Instant time = Instant.parse("2026-11-23T" + at);
    return Incident.newBuilder(open)
        .setStatus(IncidentStatus.RESOLVED)
        .setChange(IncidentChange.RESOLVED)
        .setCloseReason("RECOVERED")
        .setUpdatedAt(time)
        .setResolvedAt(time)
        .setRevision(open.getRevision() + 1)
        .build();
  }

  private static Incident.Builder incident(
      String id, String key, String at, @Nullable String causedBy) {
    String[] subject = key.substring(0, key.indexOf('#')).split("/", -1);
    Instant time = Instant.parse("2026-11-23T" + at);
    return Incident.newBuilder()
        .setId(id)
        .setKey(key)
        .setRevision(1)
        .setChange(IncidentChange.OPENED)
        .setStatus(IncidentStatus.OPEN)
        .setCheck(key.substring(key.indexOf('#') + 1))
        .setMessage("")
        .setCluster(subject[0])
        .setGroup(subject[1])
        .setKind(subject[2])
        .setNamespace(subject[3])
        .setName(subject[4])
        .setCausedBy(causedBy)
        .setOpenedAt(time)
        .setUpdatedAt(time);
  }
}
