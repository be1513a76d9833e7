package org.mcpruntime.watcher.checks.catalog;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.facts.PodFacts;

/**
 * Why the containers of a scheduled pod cannot be made, told by a container's state or by an Event.
 *
 * @param aspect what is missing, such as {@code ConfigMap/settings}: each is a failure of its own; empty when it is not known
 * @param volume the volume of the pod that it concerns; empty when none is named
 * @param reason CamelCase
 * @param causeClass of the incident
 * @param title without names, which may be long
 * @param message what was told
 */
record StartFailure(
    String aspect, String volume, String reason, String causeClass, String title, String message) {

  private static final Pattern ABSENT =
      Pattern.compile("(?i)\\b(configmap|secret|persistentvolumeclaim) \"([^\"]+)\" not found");
  private static final Pattern KEY =
      Pattern.compile("couldn't find key (\\S+) in (ConfigMap|Secret) [^/\\s]+/(\\S+)");
  private static final Pattern VOLUME_KEY = Pattern.compile(
      "for volume \"([^\"]+)\".*references non-existent (?:config|secret) key: (\\S+)");
  private static final Pattern VOLUME = Pattern.compile("for volume \"([^\"]+)\"");

  /** Reads what a container waits for. */
  static StartFailure ofState(String reason, String message) {
    StartFailure missing = missing(message);
    return missing == null
        ? new StartFailure(
            "",
            "",
            reason,
            reason.equals("CreateContainerConfigError") ? "config" : "create",
            "container cannot be created",
            message.isEmpty() ? reason : message)
        : missing;
  }

  /** Reads an Event about the pod. */
  static StartFailure ofEvent(String reason, String message) {
    StartFailure missing = missing(message);
    if (missing != null) {
      return missing;
    }
    if (reason.equals("FailedCreatePodSandBox")) {
      return new StartFailure(
          "", "", reason, "sandbox", "pod network or sandbox cannot be made", message);
    }
    String volume = volume(message);
    return new StartFailure(
        volume.isEmpty() ? "" : aspectOf(volume),
        volume,
        reason,
        "volume",
        "volume cannot be mounted",
        message);
  }

  private static @Nullable StartFailure missing(String message) {
    Matcher absent = ABSENT.matcher(message);
    if (absent.find()) {
      String kind = kind(absent.group(1));
      return new StartFailure(
          kind + "/" + absent.group(2),
          volume(message),
          kind + "Missing",
          "missing",
          kind + " is missing",
          kind + " " + absent.group(2) + " does not exist");
    }
    Matcher key = KEY.matcher(message);
    if (key.find()) {
      String kind = key.group(2);
      return new StartFailure(
          kind + "/" + key.group(3),
          volume(message),
          kind + "KeyMissing",
          "missing",
          "key of a " + kind + " is missing",
          kind + " " + key.group(3) + " has no key " + key.group(1));
    }
    Matcher volumeKey = VOLUME_KEY.matcher(message);
    return volumeKey.find()
        ? new StartFailure(
            aspectOf(volumeKey.group(1)),
            volumeKey.group(1),
            "VolumeKeyMissing",
            "missing",
            "key of a volume is missing",
            "volume " + volumeKey.group(1) + " needs key " + volumeKey.group(2))
        : null;
  }

  private static String volume(String message) {
    Matcher volume = VOLUME.matcher(message);
    return volume.find() ? volume.group(1) : "";
  }

  private static String aspectOf(String volume) {
    return "Volume/" + volume;
  }

  /** Whether the other one says of a volume only that it does not come, and this one what is missing there. */
  boolean explains(StartFailure other) {
    return !volume.isEmpty()
        && other.aspect.equals(aspectOf(volume))
        && !aspect.equals(other.aspect);
  }

  private static String kind(String lowerCase) {
    return switch (lowerCase.toLowerCase(Locale.ROOT)) {
      case "configmap" -> "ConfigMap";
      case "secret" -> "Secret";
      default -> "PersistentVolumeClaim";
    };
  }

  List<String> remediation(PodFacts pod) {
    String describe =
        "Read the pod's Events: `kubectl describe pod " + PodFailures.address(pod) + "`.";
    return switch (causeClass) {
      case "missing" ->
        List.of(
            "Create what is missing in namespace " + pod.ref().namespace() + ", or correct "
                + PodFailures.spec(pod) + ".",
            "The pod then starts by itself, within two minutes.");
      case "sandbox" ->
        List.of(describe, "Check the network plugin on node " + pod.nodeName() + ".");
      case "volume" -> List.of(describe, "Check the storage driver and the volume's node.");
      default -> List.of(describe, "Correct " + PodFailures.spec(pod) + ".");
    };
  }
}
