package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.CauseGroup;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.Evidence;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.GroupCheck;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.Kinds;

/**
 * Several workloads cannot pull from one registry for one reason: the registry, or the way to it, is the root. Not
 * covered: classes that are a matter of the single image or of the node (an image that does not exist, a full disk), and
 * failures whose class is not known.
 */
final class RegistryImagePull implements GroupCheck {

  static final String ID = "registry-image-pull";

  /** Not a kind of any API: a registry has no object in the cluster. */
  private static final KindRef REGISTRY = new KindRef("watcher.mcpruntime.org", "Registry");

  static final CheckSpec SPEC = new CheckSpec(
      ID,
      1,
      "image pulls from one registry fail",
      "Fires when image pulls of three or more workloads, or of workloads in two namespaces, begin to fail within ten"
          + " minutes with one class of failure at one registry host. It is the headline of their incidents, which"
          + " stay as they are.",
      Kinds.POD,
      List.of(),
      false,
      Duration.ZERO,
      Duration.ofMinutes(10),
      List.of(),
      List.of("Check the registry, and the way from the nodes to it."));

  /** A registry does this to everybody; the other classes are about one image or one node. */
  private static final Set<PullFailureClass> SHARED = EnumSet.of(
      PullFailureClass.PLAIN_HTTP,
      PullFailureClass.RATE_LIMIT,
      PullFailureClass.DNS,
      PullFailureClass.TIMEOUT,
      PullFailureClass.TLS,
      PullFailureClass.UNREACHABLE,
      PullFailureClass.SERVER_ERROR,
      PullFailureClass.AUTH,
      PullFailureClass.INTERRUPTED);

  /** The group of a failing pull; null when its registry is not known, or the class says nothing about a registry. */
  static @Nullable CauseGroup group(String image, PullFailureClass failureClass) {
    String host = ImageName.parse(image).registry();
    return host.isEmpty() || !SHARED.contains(failureClass)
        ? null
        : new CauseGroup(ID, REGISTRY.object("", host), failureClass.id());
  }

  @Override
  public CheckSpec spec() {
    return SPEC;
  }

  @Override
  public Finding finding(CauseGroup group, List<Evidence> examples) {
    PullFailureClass failureClass = PullFailureClass.ofId(group.aspect());
    String host = group.anchor().name();
    return Finding.draft(
            "RegistryPullsFail", title(host, failureClass), examples.get(0).value(), SPEC.hold())
        .causeClass(failureClass.id())
        .aspect(group.aspect())
        .remedy(remedy(host, failureClass))
        .saw(examples)
        .finding();
  }

  private static String title(String host, PullFailureClass failureClass) {
    String words = ": image pulls fail: " + failureClass.words();
    int room = Finding.TITLE_CHARS - "registry ".length() - words.length();
    return "registry " + (host.length() <= room ? host : host.substring(0, room - 1) + "…") + words;
  }

  private static List<String> remedy(String host, PullFailureClass failureClass) {
    return switch (failureClass) {
      case AUTH ->
        List.of(
            "Check that the account of the pull Secrets still may read from " + host
                + ": an expired or changed password fails everywhere at once.",
            "Recreate the pull Secrets in the namespaces named, then delete the failing pods.");
      case TLS ->
        List.of(
            "Check the certificate of " + host + ": its host names, its end, its CA.",
            "If the CA is private, add it to the container runtime of every node.");
      case PLAIN_HTTP ->
        List.of(
            "Serve " + host + " over TLS, or configure an insecure mirror for exactly this host on"
                + " every node.");
      case DNS ->
        List.of("Make " + host + " resolve on the nodes: they do not use the cluster's DNS.");
      case RATE_LIMIT ->
        List.of(
            "Wait until the limit of " + host + " is over; do not restart workloads meanwhile.",
            "Pull with an account that has a higher limit, or mirror the images.");
      default ->
        List.of(
            "Check the registry " + host
                + ": its pods, its Service and its storage (bundled: Deployment registry in"
                + " namespace registry).",
            "Check that the nodes reach it; NetworkPolicies of the registry apply to pulls too.");
    };
  }
}
