package org.mcpruntime.watcher.cli.observe;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why a kind cannot be seen, as a label: a bounded set, whatever a collector says. */
final class BlindReasons {

  private static final Set<String> KNOWN = Set.of(
      "Forbidden",
      "NotFound",
      "Unauthorized",
      "Unreachable",
      "TooManyRequests",
      "ServerError",
      "Rejected",
      "Malformed",
      "Expired",
      "Silent",
      "Defect",
      "Undiscovered",
      "OtherCluster",
      "NotCollected",
      "Listing",
      "Resuming",
      "NotLookedAt",
      "NoProgressYet",
      "NoListInLog");

  private BlindReasons() {}

  static String known(@Nullable String reason) {
    return reason != null && KNOWN.contains(reason) ? reason : "Other";
  }
}
