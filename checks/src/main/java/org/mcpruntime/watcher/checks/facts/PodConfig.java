package org.mcpruntime.watcher.checks.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The configuration that a pod template asks for, by name. */
final class PodConfig {

  /** Of Helm charts, of reloaders such as Stakater's and Wave, of MCP Runtime, and of {@code kubectl rollout restart}. */
  private static final Pattern STAMP = Pattern.compile(
      "checksum|config-?hash|sha256|reloader|^kubectl\\.kubernetes\\.io/restartedAt$",
      Pattern.CASE_INSENSITIVE);

  private PodConfig() {}

  /** {@code ConfigMap/settings}, {@code Secret/token}: from volumes and environments, sorted. */
  static List<String> names(Json pod) throws ExtractionException {
    TreeSet<String> names = new TreeSet<>();
    for (Json volume : pod.list("volumes")) {
      volume(volume, names);
      for (Json source : volume.at("projected").list("sources")) {
        add("ConfigMap/", source.at("configMap").text("name"), names);
        add("Secret/", source.at("secret").text("name"), names);
      }
    }
    for (String containers : List.of("initContainers", "containers")) {
      for (Json container : pod.list(containers)) {
        environment(container, names);
      }
    }
    return names.stream().limit(Bounds.ENTRIES).toList();
  }

  /**
   * Annotations by which pods are made anew when their configuration has changed, or since somebody wants it: as {@code
   * checksum/config=5f3a}, sorted. The hash tells two values apart, and no more.
   */
  static List<String> stamps(Json annotations) throws ExtractionException {
    List<String> stamps = new ArrayList<>();
    annotations.texts().forEach((name, value) -> {
      if (STAMP.matcher(name).find()) {
        stamps.add(name + "=" + Integer.toHexString(value.hashCode()));
      }
    });
    return stamps.stream().limit(Bounds.ENTRIES).toList();
  }

  private static void volume(Json volume, Set<String> names) throws ExtractionException {
    add("ConfigMap/", volume.at("configMap").text("name"), names);
    add("Secret/", volume.at("secret").text("secretName"), names);
  }

  private static void environment(Json container, Set<String> names) throws ExtractionException {
    for (Json from : container.list("envFrom")) {
      add("ConfigMap/", from.at("configMapRef").text("name"), names);
      add("Secret/", from.at("secretRef").text("name"), names);
    }
    for (Json variable : container.list("env")) {
      Json from = variable.at("valueFrom");
      add("ConfigMap/", from.at("configMapKeyRef").text("name"), names);
      add("Secret/", from.at("secretKeyRef").text("name"), names);
    }
  }

  private static void add(String kind, String name, Set<String> names) {
    if (!name.isEmpty()) {
      names.add(kind + name);
    }
  }
}
