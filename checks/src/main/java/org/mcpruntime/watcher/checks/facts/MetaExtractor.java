package org.mcpruntime.watcher.checks.facts;

import org.jspecify.annotations.Nullable;

/** Takes metadata. */
final class MetaExtractor {

  private MetaExtractor() {}

  static Meta extract(KindRef kind, Json object, boolean truncated) throws ExtractionException {
    Json metadata = object.at("metadata");
    String name = metadata.text("name");
    if (name.isEmpty()) {
      throw new ExtractionException(".metadata.name: missing");
    }
    String namespace = metadata.text("namespace");
    return new Meta(
        kind.object(namespace, name),
        metadata.text("uid"),
        metadata.number("generation", 0),
        metadata.time("creationTimestamp"),
        controller(metadata, namespace),
        !metadata.text("deletionTimestamp").isEmpty(),
        truncated);
  }

  private static @Nullable Owner controller(Json metadata, String namespace)
      throws ExtractionException {
    for (Json owner : metadata.list("ownerReferences")) {
      String kind = owner.text("kind");
      if (owner.flag("controller") && isPlain(kind) && isPlain(owner.text("name"))) {
        // Nodes own static pods; they are the one cluster-scoped controller of namespaced objects.
        String ownerNamespace = kind.equals("Node") ? "" : namespace;
        return new Owner(
            new ObjectRef(
                group(owner.text("apiVersion")), kind, ownerNamespace, owner.text("name")),
            owner.text("uid"));
      }
    }
    return null;
  }

  /** Kubernetes takes any text in a reference. What no object can be called names none, and would break our keys. */
  private static boolean isPlain(String text) {
    return text.indexOf('/') < 0 && text.indexOf('#') < 0;
  }

  static String group(String apiVersion) {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }
}
