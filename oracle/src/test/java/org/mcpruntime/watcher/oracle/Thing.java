package org.mcpruntime.watcher.oracle;

import org.jspecify.annotations.Nullable;

/**
 * An object of a generated cluster.
 *
 * @param version resourceVersion
 * @param owner kind, name and uid of its controller, as they were when it was written
 * @param spec inside of the JSON of spec
 * @param status inside of the JSON of status
 */
record Thing(
    Kind kind,
    String namespace,
    String name,
    String uid,
    String version,
    @Nullable Owner owner,
    int generation,
    boolean deleting,
    String spec,
    String status) {

  record Owner(Kind kind, String name, String uid) {}

  String key() {
    return kind + "/" + namespace + "/" + name;
  }

  Owner asOwner() {
    return new Owner(kind, name, uid);
  }

  Thing saying(String newSpec, String newStatus) {
    return new Thing(
        kind, namespace, name, uid, version, owner, generation, deleting, newSpec, newStatus);
  }

  Thing generation(int other) {
    return new Thing(kind, namespace, name, uid, version, owner, other, deleting, spec, status);
  }

  Thing ownedBy(@Nullable Owner other) {
    return new Thing(
        kind, namespace, name, uid, version, other, generation, deleting, spec, status);
  }

  Thing ending() {
    return new Thing(kind, namespace, name, uid, version, owner, generation, true, spec, status);
  }

  Thing version(String other) {
    return new Thing(kind, namespace, name, uid, other, owner, generation, deleting, spec, status);
  }

  String json() {
    String owners = owner == null
        ? ""
        : ",\"ownerReferences\":[{\"apiVersion\":\"" + owner.kind().apiVersion() + "\",\"kind\":\""
            + owner.kind().text() + "\",\"name\":\"" + owner.name() + "\",\"uid\":\"" + owner.uid()
            + "\",\"controller\":true}]";
    return "{\"apiVersion\":\"" + kind.apiVersion() + "\",\"kind\":\"" + kind.text()
        + "\",\"metadata\":{\"name\":\"" + name + "\",\"namespace\":\"" + namespace
        + "\",\"uid\":\""
        + uid + "\",\"resourceVersion\":\"" + version + "\",\"generation\":" + generation
        + (deleting ? ",\"deletionTimestamp\":\"2026-11-23T02:00:00Z\"" : "") + owners
        + "},\"spec\":{" + spec + "},\"status\":{" + status + "}}";
  }
}
