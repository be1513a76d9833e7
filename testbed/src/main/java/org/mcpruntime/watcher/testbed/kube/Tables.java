package org.mcpruntime.watcher.testbed.kube;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.kube.TableColumns.Column;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes objects as the table that kubectl asks for and prints. */
final class Tables {
  private static final String MEDIA_TYPE = "as=Table;v=v1;g=meta.k8s.io";

  private final KubeStore store;

  Tables(KubeStore store) {
    this.store = store;
  }

  static boolean isAsked(HttpRequest request) {
    return request.header("accept").contains(MEDIA_TYPE);
  }

  /**
   * @param metadata of the list; empty for a single object
   */
  ObjectNode table(ResourceType type, ObjectNode metadata, List<StoredObject> objects) {
    Instant now = store.clock().instant();
    List<Column> columns = columns(type, now);
    ObjectNode table = JsonNodeFactory.instance.objectNode();
    table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1").set("metadata", metadata);
    ArrayNode definitions = table.putArray("columnDefinitions");
    for (Column column : columns) {
      definitions
          .addObject()
          .put("name", column.name())
          .put("type", "string")
          .put("format", column.name().equals("Name") ? "name" : "")
          .put("description", "")
          .put("priority", column.wide() ? 1 : 0);
    }
    ArrayNode rows = table.putArray("rows");
    for (StoredObject object : objects) {
      JsonNode tree = object.tree();
      ObjectNode row = rows.addObject();
      ArrayNode cells = row.putArray("cells");
      columns.forEach(column -> cells.add(column.value().apply(tree)));
      row.putObject("object")
          .put("kind", "PartialObjectMetadata")
          .put("apiVersion", "meta.k8s.io/v1")
          .set("metadata", tree.get("metadata"));
    }
    return table;
  }

  private List<Column> columns(ResourceType type, Instant now) {
    List<Column> own = TableColumns.of(type, definition(type), now);
    if (type.equals(ResourceTypes.EVENT)) {
      return own;
    }
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("Name", false, object -> object.at("/metadata/name").asString("")));
    columns.addAll(own);
    columns.add(new Column(
        "Age", false, object -> TableColumns.age(object.at("/metadata/creationTimestamp"), now)));
    return columns;
  }

  private @Nullable ObjectNode definition(ResourceType type) {
    return type.custom()
        ? store
            .get(ResourceTypes.CUSTOM_RESOURCE_DEFINITION, "", type.definitionName())
            .orElse(null)
        : null;
  }
}
