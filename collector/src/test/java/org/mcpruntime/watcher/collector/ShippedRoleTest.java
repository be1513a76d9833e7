package org.mcpruntime.watcher.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.api.KindSpec;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The role we ship and the kinds we collect are the same list. */
class ShippedRoleTest {

  @Test
  void grantsReadingTheDefaultKindsAndNothingElse() throws Exception {
    // Given
    Map<KindId, ResourceType> types = ResourceTypes.all().stream()
        .collect(
            Collectors.toMap(type -> new KindId(type.group(), type.kind()), Function.identity()));
    Set<String> collected = new TreeSet<>();
    for (KindSpec spec : KindSpec.defaults()) {
      collected.add(
          spec.id().group() + "/" + Objects.requireNonNull(types.get(spec.id())).plural());
    }
    // When
    Set<String> granted = new TreeSet<>();
    for (JsonNode rule : role().path("rules")) {
      assertThat(strings(rule.path("verbs"))).containsExactly("get", "list", "watch");
      for (String group : strings(rule.path("apiGroups"))) {
        for (String resource : strings(rule.path("resources"))) {
          granted.add(group + "/" + resource);
        }
      }
    }
    // Then
    assertThat(granted).isEqualTo(collected).doesNotContain("/secrets");
  }

  private static JsonNode role() throws Exception {
    YAMLMapper yaml = new YAMLMapper();
    String manifests = Files.readString(Path.of("../deploy/kubernetes/collector-rbac.yaml"));
    for (String manifest : manifests.split("\n---\n", -1)) {
      JsonNode object = yaml.readTree(manifest);
      if (object.path("kind").asString("").equals("ClusterRole")) {
        return object;
      }
    }
    throw new AssertionError("no ClusterRole in the shipped manifests");
  }

  private static List<String> strings(JsonNode array) {
    List<String> values = new ArrayList<>();
    array.forEach(value -> values.add(value.asString()));
    return values;
  }
}
