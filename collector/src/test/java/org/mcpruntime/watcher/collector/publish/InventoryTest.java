package org.mcpruntime.watcher.collector.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InventoryTest {
  private final Inventory inventory = new Inventory();

  @Test
  void givesBackWhatWasPut() {
    // When
    inventory.put("shop", "cart", "1b4e28ba-2fa1-11d2-883f-0016d3cca427", "1234", false);
    inventory.put("", "node-1", "not a uuid", "opaque/é", false);

    // Then
    assertThat(inventory.find("shop", "cart"))
        .isEqualTo(
            new Inventory.Entry("shop", "cart", "1b4e28ba-2fa1-11d2-883f-0016d3cca427", "1234"));
    assertThat(inventory.find("", "node-1"))
        .isEqualTo(new Inventory.Entry("", "node-1", "not a uuid", "opaque/é"));
    assertThat(inventory.find("shop", "node-1")).isNull();
    assertThat(inventory.size()).isEqualTo(2);
  }

  @Test
  void keepsTheSpellingOfAnUnusualUid() {
    // Given: letters in upper case are another text, though the same number
    String uid = "1B4E28BA-2FA1-11D2-883F-0016D3CCA427";

    // When
    inventory.put("shop", "cart", uid, "1", false);

    // Then
    assertThat(inventory.find("shop", "cart")).extracting(Inventory.Entry::uid).isEqualTo(uid);
  }

  @Test
  void tellsWhatAListDidNotMention() {
    // Given
    inventory.put("shop", "a", "u1", "1", true);
    inventory.put("shop", "b", "u2", "2", true);
    inventory.clearMarks();

    // When
    boolean first = inventory.mark("shop", "a");
    boolean second = inventory.mark("shop", "a");
    boolean unknown = inventory.mark("shop", "c");

    // Then
    assertThat(List.of(first, second, unknown)).containsExactly(false, true, false);
    assertThat(inventory.unmarked(10)).extracting(Inventory.Entry::name).containsExactly("b");
  }

  @Test
  void behavesLikeAMapUnderAnyHistory() {
    // Given
    Random random = new Random(4711);
    Map<String, String> model = new HashMap<>();

    // When
    for (int step = 0; step < 50_000; step++) {
      String name = "n" + random.nextInt(700);
      if (random.nextInt(3) == 0) {
        inventory.remove("ns", name);
        model.remove(name);
      } else {
        String version = Integer.toString(step);
        inventory.put("ns", name, new UUID(1, step).toString(), version, false);
        model.put(name, version);
      }
    }

    // Then
    assertThat(inventory.size()).isEqualTo(model.size());
    for (int i = 0; i < 700; i++) {
      Inventory.Entry entry = inventory.find("ns", "n" + i);
      assertThat(entry == null ? null : entry.resourceVersion()).isEqualTo(model.get("n" + i));
    }
    assertThat(inventory.unmarked(Integer.MAX_VALUE)).hasSize(model.size());
  }
}
