package org.mcpruntime.watcher.correlator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpruntime.watcher.checks.catalog.PodImagePull;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentStatus;

/** Groups over histories in which anything may happen: the same from any restart, and true at every moment. */
class GroupHistoryTest {

  private static final List<String> TEXTS =
      List.of("401 Unauthorized", "401 Unauthorized", "429 Too Many Requests", "who knows", "");

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void goesOnFromItsStoresAfterAnyRecord(long seed) {
    // Given
    ClusterScript history = history(seed);
    Map<StoreName, Store> stores = new EnumMap<>(StoreName.class);
    for (StoreName name : StoreName.values()) {
      stores.put(name, new MemoryStore());
    }
    Random random = new Random(seed);
    EngineSettings settings = ClusterScript.settings(new PodImagePull());
    // When
    List<ClusterScript.Written> restarted = new ArrayList<>();
    IncidentEngine engine = new IncidentEngine(settings, stores::get);
    for (LogRecord record : history.log()) {
      if (random.nextInt(10) == 0) {
        engine = new IncidentEngine(settings, stores::get);
      }
      restarted.addAll(ClusterScript.replay(engine, List.of(record)));
    }
    // Then
    assertThat(restarted).isEqualTo(history.written());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void opensAParentOnlyWhenManyNameIt(long seed) {
    // Given
    ClusterScript history = history(seed);
    Map<String, Incident> open = new TreeMap<>();
    int parents = 0;
    // When
    for (ClusterScript.Written written : history.written()) {
      if (written.value() instanceof Incident incident) {
        if (incident.getStatus() == IncidentStatus.OPEN) {
          open.put(incident.getKey(), incident);
        } else {
          open.remove(incident.getKey());
        }
        if (incident.getCheck().equals("registry-image-pull")
            && incident.getStatus() == IncidentStatus.OPEN) {
          // Then
          parents++;
          Set<String> hit = new TreeSet<>();
          open.values().stream()
              .filter(each -> incident.getKey().equals(each.getCauseGroup()))
              .forEach(each -> hit.add(each.getNamespace() + "/" + each.getName()));
          assertThat(hit).as(incident.toString()).containsAll(incident.getMembers());
          assertThat(incident.getMemberCount()).isBetween(1, hit.size());
        }
      }
    }
    assertThat(parents).isPositive();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void keepsNothingOfAQuietCluster(long seed) {
    // Given
    ClusterScript history = history(seed);
    // When
    for (int workload = 0; workload < 8; workload++) {
      history.deleted(pod(workload));
    }
    ClusterScript.WATCHED.forEach(history::synced);
    history.passes(Duration.ofHours(1));
    // Then
    assertThat(history.stored(StoreName.LIVES).size()).isZero();
    assertThat(history.stored(StoreName.TIMERS).size()).isZero();
  }

  /** Some hours of eight pods in two namespaces, outages included. */
  private static ClusterScript history(long seed) {
    Random random = new Random(seed);
    ClusterScript script = ClusterScript.seen(new PodImagePull());
    for (int step = 0; step < 300; step++) {
      Thing pod = pod(random.nextInt(8));
      switch (random.nextInt(12)) {
        case 0 -> script.deleted(pod);
        case 1, 2 -> script.modified(pod.running());
        case 3 -> script.blind(Kinds.POD);
        case 4 -> script.synced(Kinds.POD);
        case 5 ->
          script.at(script.now().plus(Duration.ofSeconds(random.nextInt(1200)))).tick();
        default ->
          script.modified(
              pod.pulling("registry.local/acme/cart:1", TEXTS.get(random.nextInt(TEXTS.size()))));
      }
      script.passes(Duration.ofSeconds(random.nextInt(90)));
    }
    return script;
  }

  private static Thing pod(int workload) {
    return Thing.pod("cart-" + workload).in(workload % 2 == 0 ? "shop" : "bank");
  }
}
