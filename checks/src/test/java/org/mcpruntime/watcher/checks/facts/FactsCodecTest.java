package org.mcpruntime.watcher.checks.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mcpruntime.watcher.checks.facts.ContainerFacts.Role;
import org.mcpruntime.watcher.checks.facts.McpServerFacts.Part;

final class FactsCodecTest {

  private static final Instant TIME = Instant.parse("2026-11-23T16:06:22.413Z");

  /** Each kind with everything set, with nothing set, and with odd values. */
  static List<Facts> shapes() {
    List<Facts> shapes = new ArrayList<>();
    for (Meta meta : List.of(
        new Meta(ref("apps", "x"), "", 0, null, null, false, false),
        new Meta(
            ref("", "ü-日本"),
            "uid",
            Long.MAX_VALUE,
            TIME,
            new Owner(ref("g", "o"), "u"),
            true,
            true))) {
      shapes.add(new PodFacts(
          meta, "", "", false, null, "", "", List.of(), List.of(), "", false, List.of()));
      shapes.add(new PodFacts(
          meta,
          "Running",
          "node",
          true,
          "",
          "no node",
          "sa",
          List.of("a", "b"),
          List.of("data"),
          "server",
          true,
          List.of(
              new ContainerFacts("c", Role.REGULAR, "i", false, true, 1, null, null),
              new ContainerFacts(
                  "w",
                  Role.INIT,
                  "i",
                  true,
                  false,
                  Integer.MAX_VALUE,
                  new ContainerState.Waiting("r", "m"),
                  new Termination("OOMKilled", -1, null, "")),
              new ContainerFacts(
                  "r", Role.SIDECAR, "i", false, false, 0, new ContainerState.Running(TIME), null),
              new ContainerFacts(
                  "n", Role.SIDECAR, "i", false, false, 0, new ContainerState.Running(null), null),
              new ContainerFacts(
                  "t",
                  Role.REGULAR,
                  "i",
                  false,
                  false,
                  0,
                  new ContainerState.Terminated(
                      new Termination("Error", 255, TIME, "9f86d081884c")),
                  null))));
      shapes.add(new ReplicaSetFacts(meta, 3, 2));
      shapes.add(new DeploymentFacts(
          meta, 1, false, 0, 0, 0, 0, 0, null, List.of(), List.of(), List.of(), List.of(),
          List.of(), null));
      shapes.add(new DeploymentFacts(
          meta,
          5,
          true,
          1,
          9,
          4,
          3,
          2,
          TIME,
          List.of(new ConditionFacts("Available", "True", "R", "m")),
          List.of("i:1"),
          List.of("ConfigMap/c", "Secret/s"),
          List.of("checksum/config=5f3a"),
          List.of("app=cart"),
          ""));
      shapes.add(server(meta, "", List.of(), null));
      shapes.add(server(meta, "Error", List.of(Part.values()), "team"));
      shapes.add(new ServiceFacts(meta, "ClusterIP", "", List.of(), false, false));
      shapes.add(new ServiceFacts(meta, "LoadBalancer", "None", List.of("app=cart"), true, true));
      shapes.add(new NodeFacts(meta, "", "", "", List.of()));
      shapes.add(new NodeFacts(meta, "Unknown", "NodeStatusUnknown", "silent", List.of("t")));
      shapes.add(new EndpointSliceFacts(meta, "cart", 2, 3, List.of("node-1")));
      shapes.add(new StatefulSetFacts(meta, 3, 2, List.of("app=db")));
      shapes.add(new DaemonSetFacts(meta, 3, 2, List.of("app=agent")));
      shapes.add(new JobFacts(meta, false, null, false, 0, false, null));
      shapes.add(new JobFacts(
          meta,
          true,
          TIME,
          true,
          4,
          true,
          new ConditionFacts("Failed", "True", "DeadlineExceeded", "m")));
      shapes.add(new CronJobFacts(meta));
      shapes.add(new IngressFacts(meta, "traefik", 2, true));
      shapes.add(new PersistentVolumeClaimFacts(meta, "", null, "", false));
      shapes.add(new PersistentVolumeClaimFacts(meta, "Pending", "", "", false));
      shapes.add(new PersistentVolumeClaimFacts(meta, "Bound", "fast", "pv-1", true));
      shapes.add(new StorageClassFacts(meta, "", false));
      shapes.add(new StorageClassFacts(meta, "ebs.csi.aws.com", true));
      shapes.add(new ConfigMapFacts(meta, List.of("policy.json"), ""));
      shapes.add(new ConfigMapFacts(meta, List.of("policy.json"), "0af9"));
      shapes.add(new EventFacts(meta, ref("", "p"), "u", "c", "Failed", "m", TIME));
      shapes.add(new EventFacts(meta, ref("", "p"), "", "", "Failed", "", null));
    }
    return shapes;
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void givesBackWhatItWasGiven(Facts facts) {
    assertThat(FactsCodec.decode(FactsCodec.encode(facts))).isEqualTo(facts);
  }

  @Test
  void isTriedWithEveryKindOfFacts() {
    assertThat(shapes().stream().map(Object::getClass).distinct())
        .containsExactlyInAnyOrderElementsOf(kinds(Facts.class).toList());
  }

  private static Stream<Class<?>> kinds(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(FactsCodecTest::kinds)
        : Stream.of(type);
  }

  @Test
  void givesEqualBytesForEqualFactsOnly() {
    List<Facts> shapes = shapes();
    List<Facts> again = shapes();
    for (int i = 0; i < shapes.size(); i++) {
      for (int j = 0; j < again.size(); j++) {
        byte[] one = FactsCodec.encode(shapes.get(i));
        byte[] other = FactsCodec.encode(again.get(j));
        assertThat(Arrays.equals(one, other)).isEqualTo(i == j);
      }
    }
  }

  /** When this changes, raise {@link FactsCodec#VERSION}: stored bytes of the old layout must not be read. */
  @Test
  void keepsItsLayoutWithinAVersion() {
    assertThat(FactsCodec.VERSION).isEqualTo(7);
    assertThat(HexFormat.of().formatHex(FactsCodec.encode(shapes().get(2))))
        .isEqualTo("040861707073084b696e64126e616d65737061636502780000000000000604");
  }

  @Test
  void refusesForeignBytes() {
    byte[] good = FactsCodec.encode(shapes().get(1));
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> FactsCodec.decode(cut)).isInstanceOf(IllegalArgumentException.class);
    }
    byte[] longer = Arrays.copyOf(good, good.length + 1);
    assertThatThrownBy(() -> FactsCodec.decode(longer))
        .isInstanceOf(IllegalArgumentException.class);
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      try {
        FactsCodec.decode(noise);
      } catch (IllegalArgumentException expected) {
        assertThat(expected).isNotNull();
      }
    }
  }

  private static McpServerFacts server(
      Meta meta, String phase, List<Part> ready, @Nullable String team) {
    return new McpServerFacts(
        meta, "i", 1, true, "Canary", "nginx", "mtls", team, phase, "m", 3, ready);
  }

  private static ObjectRef ref(String group, String name) {
    return new ObjectRef(group, "Kind", "namespace", name);
  }
}
