package org.mcpruntime.watcher.collector.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one reader reads, and where: a kind as it is served, all of it or one namespace, perhaps by selectors.
 *
 * @param namespace empty for all
 * @param selection its selectors apply to every request; its namespaces are the other readers'
 */
public record ServedScope(ServedKind served, String namespace, Selection selection) {
  public Scope scope() {
    return new Scope(served.id(), namespace);
  }

  /** Path and query of one page of the list; the first page reads the newest state, the others the same state. */
  public String listPath(int limit, @Nullable String continueToken) {
    String path = collection(namespace) + "?limit=" + limit + selectors(selection);
    return continueToken == null ? path : path + "&continue=" + Query.encode(continueToken);
  }

  /**
   * Path and query of a watch.
   *
   * @param resourceVersion position after which changes are told
   */
  public String watchPath(String resourceVersion, long timeoutSeconds) {
    return collection(namespace)
        + "?watch=1&allowWatchBookmarks=true&resourceVersion="
        + Query.encode(resourceVersion)
        + "&timeoutSeconds="
        + timeoutSeconds
        + selectors(selection);
  }

  /**
   * Path and query of a list that holds one object at most: the newest state of that name, if the selectors fit it. A GET
   * of the object itself would not mind the selectors.
   *
   * @param in the object's namespace; empty for an object without one
   */
  public String namePath(String in, String name) {
    String only = "metadata.name=" + name;
    String fields = selection.fields();
    Selection one =
        new Selection(List.of(), selection.labels(), fields == null ? only : only + ',' + fields);
    return collection(in) + "?limit=1" + selectors(one);
  }

  private String collection(String in) {
    String root = (served.id().group().isEmpty() ? "/api/" : "/apis/") + served.apiVersion() + '/';
    return in.isEmpty()
        ? root + served.plural()
        : root + "namespaces/" + in + '/' + served.plural();
  }

  private static String selectors(Selection selection) {
    String text = selection.selectors();
    return text == null ? "" : '&' + text;
  }
}
