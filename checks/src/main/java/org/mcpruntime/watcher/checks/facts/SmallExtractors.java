package org.mcpruntime.watcher.checks.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes facts of kinds of which checks need little. */
final class SmallExtractors {

  private SmallExtractors() {}

  static Optional<ReplicaSetFacts> replicaSet(Meta meta, Json object) throws ExtractionException {
    return Optional.of(new ReplicaSetFacts(
        meta,
        object.at("spec").integer("replicas", 1),
        object.at("status").integer("readyReplicas", 0)));
  }

  static Optional<ServiceFacts> service(Meta meta, Json object) throws ExtractionException {
    Json spec = object.at("spec");
    return Optional.of(
        new ServiceFacts(meta, spec.text("type", "ClusterIP"), spec.text("clusterIP")));
  }

  static Optional<IngressFacts> ingress(Meta meta, Json object) throws ExtractionException {
    Json spec = object.at("spec");
    List<Json> rules = spec.list("rules");
    List<String> hosts = new ArrayList<>();
    List<String> backends = new ArrayList<>();
    addBackend(spec.at("defaultBackend"), backends);
    for (Json rule : rules) {
      hosts.add(rule.text("host"));
      for (Json path : rule.at("http").list("paths")) {
        addBackend(path.at("backend"), backends);
      }
    }
    return Optional.of(new IngressFacts(
        meta,
        spec.text("ingressClassName"),
        rules.size(),
        sorted(hosts),
        sorted(backends),
        !object.at("status").at("loadBalancer").list("ingress").isEmpty()));
  }

  static Optional<ConfigMapFacts> policy(Meta meta, Json object) throws ExtractionException {
    return meta.ref().name().endsWith(ConfigMapFacts.POLICY_SUFFIX)
        ? Optional.of(new ConfigMapFacts(
            meta,
            sorted(object.at("data").names()),
            revision(object.at("policySummary").text("revision"))))
        : Optional.empty();
  }

  /** Twelve digits tell two revisions apart. */
  private static String revision(String stated) {
    String digits = stated.substring(stated.indexOf(':') + 1);
    return digits.substring(0, Math.min(12, digits.length()));
  }

  private static void addBackend(Json backend, List<String> backends) throws ExtractionException {
    Json service = backend.at("service");
    if (!service.isAbsent()) {
      Json port = service.at("port");
      String name = port.text("name");
      backends.add(service.text("name") + ":" + (name.isEmpty() ? port.number("number", 0) : name));
    }
  }

  private static List<String> sorted(List<String> texts) {
    return texts.stream()
        .filter(text -> !text.isEmpty())
        .distinct()
        .sorted()
        .limit(Bounds.ENTRIES)
        .toList();
  }
}
