package org.mcpruntime.watcher.schemas.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeyTest {

  static Stream<Arguments> keys() {
    return Stream.of(
        Arguments.of(
            new ObjectKey("prod", "apps", "Deployment", "shop", "cart"),
            "prod/apps/Deployment/shop/cart"),
        Arguments.of(
            new ObjectKey("prod", "", "Pod", "shop", "cart-1"), "prod/core/Pod/shop/cart-1"),
        Arguments.of(new ObjectKey("eu.prod-1", "", "Node", "", "n1"), "eu.prod-1/core/Node/-/n1"),
        Arguments.of(
            new ObjectKey("p", "rbac.authorization.k8s.io", "ClusterRole", "", "system:node"),
            "p/rbac.authorization.k8s.io/ClusterRole/-/system:node"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("keys")
  void writesAndReads(ObjectKey key, String text) {
    assertThat(key.text()).isEqualTo(text);
    assertThat(ObjectKey.parse(text)).isEqualTo(key);
    assertThat(ObjectKey.clusterOf(text)).isEqualTo(key.cluster());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "prod",
        "prod/core/Pod/shop",
        "prod/core/Pod/shop/a/b",
        "prod//Pod/shop/a",
        "prod/core//shop/a",
        "prod/core/Pod//a",
        "prod/core/Pod/shop/",
        "prod/-/Tick/-/-"
      })
  void refusesOtherText(String text) {
    assertThatThrownBy(() -> ObjectKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesSlashInPart() {
    assertThatThrownBy(() -> new ObjectKey("prod", "", "Pod", "a/b", "c"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesControlRecords() {
    String key = ObjectKey.control("prod", "SnapshotBegin");

    assertThat(key).isEqualTo("prod/-/SnapshotBegin/-/-");
    assertThat(ObjectKey.clusterOf(key)).isEqualTo("prod");
  }
}
