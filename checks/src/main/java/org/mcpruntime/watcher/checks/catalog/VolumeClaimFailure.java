package org.mcpruntime.watcher.checks.catalog;

import java.util.List;
import java.util.regex.Pattern;
import org.mcpruntime.watcher.checks.facts.PersistentVolumeClaimFacts;

/** Why a claim has no volume, told by what it asks for or by its provisioner. */
enum VolumeClaimFailure {
  LOST("lost", "its volume is gone", FirstMatch.NEVER),
  NO_CLASS("no-class", "its StorageClass does not exist", FirstMatch.NEVER),
  NO_DEFAULT("no-default", "no StorageClass is the default", FirstMatch.NEVER),
  NO_VOLUME("no-volume", "no volume fits", FirstMatch.NEVER),
  CAPACITY(
      "capacity",
      "no storage left",
      "resourceexhausted|quota|no space left|insufficient|not enough|limit .*(?:reached|exceeded)"),
  UNREACHABLE(
      "unreachable",
      "storage does not answer",
      "unavailable|deadline ?exceeded|timed? ?out|connection refused|no such host|no route to host"
          + "|operation with the given volume"),
  PERMISSION(
      "permission",
      "provisioner is not allowed",
      "permissiondenied|unauthenticated|unauthorized|forbidden|access ?denied|credential"),
  INVALID(
      "invalid",
      "storage cannot do what it asks for",
      "invalidargument|outofrange|unimplemented|unsupported|not supported|only supports?|invalid"),
  SILENT("silent", "its provisioner says nothing", FirstMatch.NEVER),
  UNKNOWN("UNKNOWN", "cause unknown", "");

  /** Names may hold any word. */
  private static final Pattern NAMES = Pattern.compile("\"[^\"]*\"");

  private final String id;
  private final String words;
  private final Pattern pattern;

  VolumeClaimFailure(String id, String words, String pattern) {
    this.id = id;
    this.words = words;
    this.pattern = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
  }

  /** Reads what a provisioner says. */
  static VolumeClaimFailure of(String message) {
    String text = NAMES.matcher(message).replaceAll("…");
    return FirstMatch.in(text, values(), each -> each.pattern);
  }

  String id() {
    return id;
  }

  String words() {
    return words;
  }

  /** What is seen of a claim, where no Event tells it. */
  String seen(PersistentVolumeClaimFacts claim) {
    String volume = "PersistentVolume " + claim.volumeName();
    return switch (this) {
      case LOST -> volume + " is gone";
      case NO_CLASS -> "StorageClass " + claim.className() + " does not exist";
      case NO_DEFAULT -> "it names no StorageClass, and none is the default";
      case NO_VOLUME ->
        claim.volumeName().isEmpty()
            ? "no free PersistentVolume fits"
            : volume + " is not there, or not free";
      default -> "StorageClass " + claim.className() + " has made no volume";
    };
  }

  List<String> remediation(PersistentVolumeClaimFacts claim) {
    String name = claim.ref().name();
    String describe =
        "Read its Events: `kubectl describe pvc -n " + claim.ref().namespace() + " " + name + "`.";
    return switch (this) {
      case LOST ->
        List.of(
            "Restore the data from a backup: PersistentVolume " + claim.volumeName() + " is gone.",
            "Delete claim " + name + " and make it again.");
      case NO_CLASS ->
        List.of("Create StorageClass " + claim.className()
            + ", or make the claim again with one of `kubectl get storageclass`.");
      case NO_DEFAULT ->
        List.of(
            "Make one StorageClass the default (annotation storageclass.kubernetes.io/is-default-class),"
                + " or make the claim again with a storageClassName.");
      case NO_VOLUME ->
        List.of(
            "Compare size, access modes and class of the claim with `kubectl get pv`.",
            "Add a PersistentVolume that fits, or clear the claimRef of one that is Released.");
      case CAPACITY ->
        List.of("Free storage or raise the limit that the message names, or ask for less.");
      case UNREACHABLE, SILENT ->
        List.of(describe, "Check that the pods of the provisioner run and reach their storage.");
      case PERMISSION ->
        List.of("Correct the credentials or the role of the provisioner that the message names.");
      case INVALID ->
        List.of(
            describe,
            "Correct the claim or the parameters of StorageClass " + claim.className() + ".");
      case UNKNOWN -> List.of(describe, "Read the log of its provisioner.");
    };
  }
}
