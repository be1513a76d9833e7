package org.mcpruntime.watcher.checks.catalog;

import java.util.List;
import org.mcpruntime.watcher.checks.facts.ContainerFacts;
import org.mcpruntime.watcher.checks.facts.PodFacts;

/**
 * What to do about a failing pull. The operator of MCP Runtime replaces the spec of its Deployments, so that changes
 * belong into the MCPServer.
 */
final class PullRemedies {

  private static final String PULL_SECRET = "mcp-runtime-registry-pull";

  private PullRemedies() {}

  static List<String> of(PullFailureClass failureClass, PodFacts pod, ContainerFacts container) {
    String image = container.image();
    String spec = pod.server().isEmpty()
        ? "the image in the spec of the pod's controller"
        : container.name().equals("mcp-gateway")
            ? "spec.gateway.image of MCPServer " + pod.server()
            : "spec.image of MCPServer " + pod.server();
    String node = pod.nodeName().isEmpty() ? "every node" : "node " + pod.nodeName();
    return switch (failureClass) {
      case AUTH -> auth(pod);
      case TLS ->
        List.of(
            "Use the registry host name that its certificate covers, never a Service IP.",
            "If the CA is private, add it to the container runtime of every node.");
      case PLAIN_HTTP ->
        List.of(
            "Serve the registry over TLS, or configure an insecure mirror for exactly this host on"
                + " every node.");
      case DNS ->
        List.of(
            "Make the registry host resolve on the nodes: they do not use the cluster's DNS.",
            "Check the host in " + spec + ".");
      case NOT_FOUND -> List.of("Push " + image + ", or set " + spec + " to an image that exists.");
      case INVALID_NAME -> List.of("Correct " + spec + ".");
      case PLATFORM ->
        List.of("Push an image for the platform of " + node + ", or set " + spec + " to one.");
      case CORRUPT -> List.of("Build and push " + image + " again.");
      case RATE_LIMIT ->
        List.of("Wait, or pull with an account that has a higher limit, or mirror the image.");
      case SERVER_ERROR, TIMEOUT, UNREACHABLE, INTERRUPTED ->
        List.of(
            "Check the registry: its pods, its Service and its storage (bundled: Deployment registry"
                + " in namespace registry).",
            "Check that " + node
                + " reaches it; NetworkPolicies of the registry apply to pulls too.");
      case DISK_FULL ->
        List.of("Free disk on " + node + ": remove unused images, or enlarge its disk.");
      case NEVER_PULL ->
        List.of("Load " + image + " onto " + node
            + ", or change imagePullPolicy where the pod is made.");
      case SIGNATURE ->
        List.of("Sign " + image + " as the policy of the nodes demands, or set " + spec
            + " to a signed one.");
      case UNKNOWN ->
        List.of(
            "Read the pod's Events: `kubectl describe pod -n " + pod.ref().namespace() + " "
                + pod.ref().name() + "`.",
            "Check that " + image + " exists and that the nodes may pull it.");
    };
  }

  private static List<String> auth(PodFacts pod) {
    String secret =
        pod.pullSecrets().isEmpty() ? PULL_SECRET : String.join(", ", pod.pullSecrets());
    String account = pod.serviceAccount().isEmpty() ? "default" : pod.serviceAccount();
    return List.of(
        "Recreate the pull Secret " + secret + " in namespace " + pod.ref().namespace()
            + " with credentials that may read the repository.",
        pod.server().isEmpty()
            ? "ServiceAccount " + account + " must list it."
            : "ServiceAccount " + account + " must list it, or spec.imagePullSecrets of MCPServer "
                + pod.server() + " must name it.",
        "Then delete the failing pods, since a pod keeps the pull Secrets it was made with.");
  }
}
