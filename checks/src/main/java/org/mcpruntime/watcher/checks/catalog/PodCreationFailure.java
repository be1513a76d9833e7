package org.mcpruntime.watcher.checks.catalog;

import java.util.List;
import java.util.regex.Pattern;

/** Why the API server refuses the pods of a workload, told from the condition ReplicaFailure. */
enum PodCreationFailure {
  QUOTA("quota", "quota exceeded", "exceeded quota"),
  LIMITS(
      "limits", "limits of the namespace", "usage per|must specify limits|must specify requests"),
  POD_SECURITY("pod-security", "pod security of the namespace", "violates podsecurity"),
  ADMISSION("admission", "refused by a webhook", "admission webhook|failed calling webhook"),
  SERVICE_ACCOUNT("service-account", "ServiceAccount missing", "error looking up service account"),
  UNKNOWN("UNKNOWN", "refused by the API server", "");

  private final String id;
  private final String words;
  private final Pattern pattern;

  PodCreationFailure(String id, String words, String pattern) {
    this.id = id;
    this.words = words;
    this.pattern = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
  }

  static PodCreationFailure of(String message) {
    return FirstMatch.in(message, values(), each -> each.pattern);
  }

  String id() {
    return id;
  }

  String words() {
    return words;
  }

  List<String> remediation(String namespace) {
    return switch (this) {
      case QUOTA ->
        List.of("Raise the ResourceQuota that the message names in namespace " + namespace
            + " (in managed namespaces platform-default-quota), or run fewer replicas there.");
      case LIMITS ->
        List.of(
            "Set spec.resources of the MCPServer, or the pod template of another workload, within the"
                + " LimitRange of namespace " + namespace + ".");
      case POD_SECURITY ->
        List.of("Make the pod template meet the Pod Security level that namespace " + namespace
            + " enforces.");
      case ADMISSION ->
        List.of(
            "Check the webhook that the message names: its policy, and whether its pods answer.");
      case SERVICE_ACCOUNT ->
        List.of(
            "Recreate the ServiceAccount that the message names in namespace " + namespace + ".");
      case UNKNOWN ->
        List.of(
            "Read the message, and the FailedCreate Events of the newest ReplicaSet in namespace "
                + namespace + ".");
    };
  }
}
