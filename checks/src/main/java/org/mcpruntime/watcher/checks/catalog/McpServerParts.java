package org.mcpruntime.watcher.checks.catalog;

import java.util.ArrayList;
import java.util.List;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.McpServerFacts;
import org.mcpruntime.watcher.checks.facts.McpServerFacts.Part;

/**
 * Which required parts of a server are missing. Status and children are written one after the other, so the children decide
 * where both speak: in a crash loop the two would otherwise tell another story every few seconds.
 */
final class McpServerParts {

  private static final List<Part> ORDER =
      List.of(Part.DEPLOYMENT, Part.CANARY, Part.POLICY, Part.SERVICE, Part.INGRESS, Part.GATEWAY);

  private final McpServerChildren children;

  /** In the order of {@link #ORDER}. */
  private final List<Part> missing;

  McpServerParts(McpServerFacts server, View view) {
    McpServerChildren itsChildren = new McpServerChildren(server, view);
    List<Part> required = server.requiredParts();
    this.children = itsChildren;
    this.missing = ORDER.stream()
        .filter(required::contains)
        .filter(part -> !server.readyParts().contains(part) || tooFew(part, itsChildren))
        .toList();
  }

  private static boolean tooFew(Part part, McpServerChildren children) {
    return isPods(part)
        && children
            .deployment(part)
            .filter(deployment -> deployment.ready() < deployment.desired())
            .isPresent();
  }

  private static boolean isPods(Part part) {
    return part == Part.DEPLOYMENT || part == Part.CANARY;
  }

  /** Whether pods are missing; then it cannot be said without their Deployments whether they fail or a rollout moves. */
  boolean lacksPods() {
    return missing.stream().anyMatch(McpServerParts::isPods);
  }

  /** What is missing and why, what matters most first; what only the status lacks where nothing else is missing. */
  List<MissingPart> explained() {
    List<MissingPart> explained = new ArrayList<>();
    List<MissingPart> unnoticed = new ArrayList<>();
    for (Part part : missing) {
      MissingPart behind = children.behind(part);
      boolean statusOnly = behind instanceof MissingPart.NotReady notReady && notReady.unnoticed();
      (statusOnly ? unnoticed : explained).add(behind);
    }
    return explained.isEmpty() ? unnoticed : explained;
  }
}
