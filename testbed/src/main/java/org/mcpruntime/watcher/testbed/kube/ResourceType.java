package org.mcpruntime.watcher.testbed.kube;

/**
 * One collection that an API server serves.
 *
 * @param group API group; empty for the core group
 * @param version served version, for example {@code v1}
 * @param kind kind of one object, for example {@code Deployment}
 * @param plural last part of the collection's path, for example {@code deployments}
 * @param namespaced whether the objects live in namespaces
 * @param bookmarks whether watches of it get bookmarks; those that the real server does not cache get none
 */
public record ResourceType(
    String group,
    String version,
    String kind,
    String plural,
    boolean namespaced,
    boolean bookmarks) {

  public static ResourceType namespaced(String group, String version, String kind, String plural) {
    return new ResourceType(group, version, kind, plural, true, true);
  }

  public static ResourceType clusterScoped(
      String group, String version, String kind, String plural) {
    return new ResourceType(group, version, kind, plural, false, true);
  }

  /** As objects carry it: {@code v1} or {@code apps/v1}. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** Path of the group and version: {@code /api/v1} or {@code /apis/apps/v1}. */
  public String groupPath() {
    return (group.isEmpty() ? "/api/" : "/apis/") + apiVersion();
  }

  /** What all served versions of a type have in common: they show the same objects. */
  String collection() {
    return group + "/" + plural;
  }

  /** Path of the whole collection, over all namespaces. */
  public String path() {
    return groupPath() + "/" + plural;
  }

  /** Path of the collection in one namespace; of the whole collection when the type has none. */
  public String path(String namespace) {
    return namespaced ? groupPath() + "/namespaces/" + namespace + "/" + plural : path();
  }

  /**
   * Whether the type comes from a CustomResourceDefinition: the groups of built-in types have no
   * dot or end in {@code k8s.io}.
   */
  public boolean custom() {
    return group.contains(".") && !group.endsWith(".k8s.io");
  }

  /** Name of the CustomResourceDefinition of a custom type. */
  public String definitionName() {
    return plural + "." + group;
  }
}
