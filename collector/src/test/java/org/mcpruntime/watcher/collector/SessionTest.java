package org.mcpruntime.watcher.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.collector.CollectorRig.POD;

import java.time.Duration;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.collector.CollectorStatus.Phase;
import org.mcpruntime.watcher.testbed.kube.Fault;
import org.mcpruntime.watcher.testbed.kube.Faults;
import org.mcpruntime.watcher.testbed.kube.KubeObjects;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.kube.Target;
import tools.jackson.databind.node.ObjectNode;

/** One spell of collecting ends before the next begins, whatever is still under way. */
class SessionTest {
  private CollectorRig rig;

  @BeforeEach
  void open() throws Exception {
    rig = new CollectorRig();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void neverTakesLateAnswersOfAnEarlierSession() throws Exception {
    // Given: the watch of pods is being opened, and its answer takes seconds
    rig.startSettled();
    long epoch = rig.collector().status().epoch();
    Faults.Entry late = rig.api
        .faults()
        .add(Target.watches(ResourceTypes.POD), Fault.late(Duration.ofSeconds(3)), 1);
    rig.api.faults().add(Target.watches(ResourceTypes.POD), Fault.cutBetweenLines(), 1);
    Awaitility.await().atMost(CollectorRig.PATIENCE).until(() -> late.hits() == 1);
    long tick = rig.collector().status().tick();

    // When: before it comes the session fails, since the broker refuses a record, and another
    // begins
    rig.bed.refuseAbove(rig.topics.events(), 2_000);
    ObjectNode deployment = KubeObjects.named("shop", "large");
    deployment.putObject("spec").put("note", BackPressureTest.noise(new Random(1), 10_000));
    rig.store.create(ResourceTypes.DEPLOYMENT, deployment);
    rig.awaitStatus(status -> status.phase() == Phase.RETRYING);
    rig.bed.refuseAbove(rig.topics.events(), 4 << 20);
    for (int i = 0; i < 20; i++) {
      rig.createPod("p" + i);
    }
    rig.awaitStatus(status -> status.epoch() > epoch);
    rig.awaitCaughtUp();
    rig.awaitStatus(status -> status.tick() >= tick + 8);
    rig.createPod("last");
    rig.awaitCaughtUp();

    // Then: the late answer came long ago, four seconds being eight ticks; each is told once, all
    // by the new session
    assertThat(rig.changes(POD)).hasSize(21).doesNotHaveDuplicates();
    assertThat(rig.log())
        .filteredOn(record -> POD.kind().equals(String.valueOf(record.value().getKind()))
            && record.value().getObject() != null)
        .allMatch(record -> record.value().getEpoch() > epoch);
    rig.assertSound();
  }
}
