package org.mcpruntime.watcher.cli.incident;

import java.util.List;
import org.mcpruntime.watcher.cli.incident.Explanation.Witness;
import org.mcpruntime.watcher.schemas.avro.Incident;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An explanation for programs. */
public final class ExplanationJson {

  private ExplanationJson() {}

  /**
   * The whole of it.
   *
   * @param replay the command that judges it again
   */
  public static ObjectNode of(Explanation explanation, String replay) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.set("incident", AvroJson.of(explanation.incident()));
    records(document.putArray("life"), explanation.life());
    ArrayNode records = document.putArray("records");
    for (Witness witness : explanation.witnesses()) {
      ObjectNode node = records.addObject();
      node.set("provenance", AvroJson.of(witness.provenance()));
      if (witness.event() == null) {
        node.put("missing", witness.missing());
      } else {
        node.set("event", AvroJson.of(witness.event()));
      }
      ArrayNode values = node.putArray("values");
      witness.values().forEach(value -> values.add(AvroJson.of(value)));
    }
    records(document.putArray("causes"), explanation.causes());
    records(document.putArray("effects"), explanation.effects());
    document.set(
        "group",
        explanation.group() == null
            ? JsonNodeFactory.instance.nullNode()
            : AvroJson.of(explanation.group()));
    document.put("replay", replay);
    return document;
  }

  private static void records(ArrayNode array, List<Incident> incidents) {
    incidents.forEach(incident -> array.add(AvroJson.of(incident)));
  }
}
