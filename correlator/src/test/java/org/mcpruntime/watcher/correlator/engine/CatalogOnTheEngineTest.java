package org.mcpruntime.watcher.correlator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mcpruntime.watcher.correlator.engine.ClusterScript.clock;
import static org.mcpruntime.watcher.correlator.engine.Thing.deployment;
import static org.mcpruntime.watcher.correlator.engine.Thing.pod;
import static org.mcpruntime.watcher.correlator.engine.Thing.replicaSet;
import static org.mcpruntime.watcher.correlator.engine.Thing.server;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.checks.catalog.Catalog;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentChange;
import org.mcpruntime.watcher.schemas.avro.IncidentStatus;
import org.mcpruntime.watcher.schemas.avro.Origin;
import org.mcpruntime.watcher.schemas.avro.Severity;

/** The checks of the catalogue over histories of a cluster: what only time shows. */
class CatalogOnTheEngineTest {

  private static final Thing CART = deployment("cart")
      .with("\"replicas\":1,\"template\":{\"metadata\":{\"labels\":{\"app\":\"cart\"}}}", ready(1));
  private static final Thing SET = replicaSet("cart-1", CART);
  private static final Thing POD = pod("cart-1-a").ownedBy(SET);
  private static final Thing NODE =
      new Thing(new ObjectRef("", "Node", "", "node-1"), "uid-node-1", null, "", "");
  private static final Thing SERVICE = new Thing(
      new ObjectRef("", "Service", "shop", "cart"),
      "uid-service-cart",
      null,
      "\"clusterIP\":\"10.43.0.10\",\"selector\":{\"app\":\"cart\"}",
      "");
  private static final Thing SLICE = new Thing(
      new ObjectRef("discovery.k8s.io", "EndpointSlice", "shop", "cart-x"),
      "uid-slice-cart",
      SERVICE,
      "",
      "");

  private static final Thing STORAGE_CLASS = new Thing(
      new ObjectRef("storage.k8s.io", "StorageClass", "", "fast"),
      "uid-class-fast",
      null,
      "",
      "\"provisioner\":\"ebs.csi.aws.com\",\"volumeBindingMode\":\"WaitForFirstConsumer\"");
  private static final Thing CLAIM = new Thing(
      new ObjectRef("", "PersistentVolumeClaim", "shop", "data"),
      "uid-claim-data",
      null,
      "\"storageClassName\":\"fast\"",
      "\"phase\":\"Pending\"");

  private static final Thing CRON_JOB =
      new Thing(new ObjectRef("batch", "CronJob", "shop", "nightly"), "uid-nightly", null, "", "");

  private static final String USES_CLAIM = "\"containers\":[{\"name\":\"main\"}],"
      + "\"volumes\":[{\"name\":\"data\",\"persistentVolumeClaim\":{\"claimName\":\"data\"}}]";

  private final ClusterScript cluster = cluster();

  private static ClusterScript cluster() {
    ClusterScript script = ClusterScript.seen(Catalog.all().toArray(new Check<?>[0]));
    Kinds.ALL.forEach(script::synced);
    script
        .tick()
        .at("02:00:01")
        .added(CART)
        .added(SET.with("\"replicas\":1", "\"readyReplicas\":1"));
    script.incidents();
    return script;
  }

  /** K2: neither the restart count nor the last state ever goes back. */
  @Test
  void endsACrashLoopWhoseRestartCountStays() {
    // Given
    cluster.until("02:01:00").added(waiting(POD, 57)).until("02:02:00");
    Incident opened = cluster.incident();
    assertThat(opened.getKey()).isEqualTo("prod/apps/Deployment/shop/cart#pod-crash-loop");
    assertThat(opened.getOpenedAt()).isEqualTo(clock("02:02:00"));
    // When
    cluster.until("02:10:00").modified(running(POD, 58, "02:10:00"));
    // Then it runs for five minutes without a probe, and for the settle
    cluster.until("02:19:55");
    assertThat(cluster.incidents()).isEmpty();
    cluster.until("02:20:00");
    Incident resolved = cluster.incident();
    assertThat(resolved.getId()).isEqualTo(opened.getId());
    assertThat(resolved.getCloseReason()).isEqualTo("RECOVERED");
    cluster.until("04:30:00");
    assertThat(cluster.incidents()).isEmpty();
  }

  /** K1: in the rhythm of the kubelet, up to five minutes of waiting and six of running. */
  @Test
  void keepsACrashLoopOpenWhileItRunsBetweenTwoCrashes() {
    // Given
    Instant at = clock("02:01:00");
    cluster.until(at).added(running(POD, 0, "02:01:00"));
    // When
    for (int restart = 1; restart <= 20; restart++) {
      at = at.plus(Duration.ofMinutes(restart < 5 ? 1 : 6));
      cluster.until(at).modified(waiting(POD, restart));
      at = at.plusSeconds(Math.min(300, 10L << Math.min(restart, 5)));
      cluster.until(at).modified(running(POD, restart, at.toString().substring(11, 19)));
    }
    // Then
    assertThat(cluster.incidents())
        .extracting(Incident::getChange)
        .containsExactly(IncidentChange.OPENED);
  }

  @Test
  void opensAtTheThirdRestartThoughItRunsAgainEachTime() {
    // When
    cluster.until("02:01:00").added(running(POD, 0, "02:01:00"));
    for (int restart = 1; restart <= 3; restart++) {
      assertThat(cluster.incidents()).isEmpty();
      cluster
          .until(clock("02:01:00").plus(Duration.ofMinutes(2L * restart)))
          .modified(running(POD, restart, "02:0" + (1 + 2 * restart) + ":00"));
    }
    // Then
    assertThat(cluster.incident().getOpenedAt()).isEqualTo(clock("02:07:00"));
  }

  /** K33: the container was killed and ran again between two looks. */
  @Test
  void tellsAKillThatWasOverWhenItWasSeenAndTellsItOnce() {
    // When
    cluster.until("02:01:00").added(killed(POD, 1, "02:00:58"));
    cluster.until("02:01:05");
    // Then
    Incident opened = cluster.incident();
    assertThat(opened.getKey()).isEqualTo("prod/apps/Deployment/shop/cart#pod-oom-killed");
    assertThat(opened.getSeverity()).isEqualTo(Severity.WARNING);
    // When the same last state is told again with every change, and by another engine
    for (int minute = 3; minute < 25; minute += 2) {
      cluster
          .until(clock("02:00:00").plus(Duration.ofMinutes(minute)))
          .modified(changed(killed(POD, 1, "02:00:58"), minute))
          .restart();
    }
    cluster.until("02:31:55");
    assertThat(cluster.incidents()).isEmpty();
    // Then it ends half an hour after it was news
    cluster.until("02:32:05");
    assertThat(cluster.incident().getCloseReason()).isEqualTo("RECOVERED");
    cluster.modified(changed(killed(POD, 1, "02:00:58"), 0)).until("04:40:00");
    assertThat(cluster.incidents()).isEmpty();
  }

  /** K33: the node ran out of memory, and took the collector along with the container. */
  @Test
  void tellsAKillThatWasSeenRightBeforeNobodyLooked() {
    // When
    cluster.until("02:01:00").added(killed(POD, 1, "02:00:58"));
    cluster.at("02:21:00").until("02:21:10");
    // Then
    assertThat(cluster.incident().getKey())
        .isEqualTo("prod/apps/Deployment/shop/cart#pod-oom-killed");
    // When
    cluster.until("02:52:10");
    // Then
    assertThat(cluster.incident().getCloseReason()).isEqualTo("RECOVERED");
  }

  @Test
  void keepsOneIncidentWhileKillsFollow() {
    // When
    for (int kill = 1; kill <= 5; kill++) {
      Instant at = clock("02:01:00").plus(Duration.ofMinutes(20L * kill));
      cluster.until(at);
      Thing pod = killed(POD, kill, at.toString().substring(11, 19));
      if (kill == 1) {
        cluster.added(pod);
      } else {
        cluster.modified(pod);
      }
    }
    // Then
    assertThat(cluster.incidents())
        .extracting(Incident::getChange)
        .containsExactly(IncidentChange.OPENED);
  }

  /** K5: two things that one workload lacks. */
  @Test
  void tellsAMissingConfigMapAndAMissingSecretApart() {
    // When
    cluster
        .until("02:01:00")
        .added(POD.with(
            "\"nodeName\":\"node-1\",\"containers\":[{\"name\":\"a\"},{\"name\":\"b\"}]",
            "\"phase\":\"Pending\",\"containerStatuses\":["
                + lacks("a", "configmap \\\"settings\\\" not found") + ","
                + lacks("b", "secret \\\"db\\\" not found") + "]"))
        .until("02:02:00");
    // Then
    assertThat(cluster.incidents())
        .extracting(Incident::getKey)
        .containsExactly(
            "prod/apps/Deployment/shop/cart#pod-pending#ConfigMap/settings",
            "prod/apps/Deployment/shop/cart#pod-pending#Secret/db");
    // When one of them is there
    cluster
        .until("02:10:00")
        .modified(POD.with(
            "\"nodeName\":\"node-1\",\"containers\":[{\"name\":\"a\"},{\"name\":\"b\"}]",
            "\"phase\":\"Pending\",\"containerStatuses\":["
                + "{\"name\":\"a\",\"state\":{\"running\":{}}},"
                + lacks("b", "secret \\\"db\\\" not found") + "]"))
        .until("02:13:00");
    // Then
    assertThat(cluster.incident().getKey()).endsWith("#ConfigMap/settings");
  }

  /** The kubelet names the ConfigMap first, then only says that volumes do not come; and then it says nothing for long. */
  @Test
  void tellsOneMissingThingOnceHoweverItIsTold() {
    // Given
    Thing creating = POD.with(
        "\"nodeName\":\"node-1\",\"containers\":[{\"name\":\"main\"}]",
        "\"phase\":\"Pending\",\"containerStatuses\":[{\"name\":\"main\",\"state\":{\"waiting\":{\"reason\":"
            + "\"ContainerCreating\"}}}]");
    cluster
        .until("02:01:00")
        .added(creating)
        .added(told(
            "e1", "for volume \\\"config\\\" : configmap \\\"settings\\\" not found", "02:01:00"))
        .until("02:03:03")
        .added(told(
            "e2",
            "Unable to attach or mount volumes: unmounted volumes=[config]: timed out waiting for the condition",
            "02:03:03"))
        .until("02:10:00");
    // When
    cluster
        .added(told("e3", "for volume \\\"db\\\" : secret \\\"db\\\" not found", "02:10:00"))
        .until("03:20:00");
    // Then
    String base = "prod/apps/Deployment/shop/cart#pod-pending#";
    assertThat(cluster.incidents())
        .filteredOn(incident -> incident.getCheck().equals("pod-pending"))
        .extracting(Incident::getKey, Incident::getChange, Incident::getFirstSeenAt)
        .containsExactly(
            tuple(base + "ConfigMap/settings", IncidentChange.OPENED, clock("02:01:00")),
            tuple(base + "Secret/db", IncidentChange.OPENED, clock("02:10:00")));
  }

  /** Nothing changes for hours, and what is remembered of the begin is kept for half an hour. */
  @Test
  void stillKnowsAfterHoursSinceWhenItLasts() {
    // Given
    cluster
        .until("02:01:00")
        .added(POD.with(
            "\"nodeName\":\"node-1\",\"containers\":[{\"name\":\"main\"}]",
            "\"phase\":\"Pending\""))
        .added(server("tax")
            .with(
                "\"replicas\":1",
                "\"phase\":\"Ready\",\"conditions\":[{\"type\":\"Ready\","
                    + "\"status\":\"True\",\"observedGeneration\":1}]")
            .meta("\"generation\":2"))
        .added(node("Unknown", "02:01:00"))
        .until("02:20:00");
    assertThat(cluster.incidents())
        .filteredOn(incident -> incident.getChange() == IncidentChange.OPENED)
        .extracting(Incident::getReason)
        .containsExactlyInAnyOrder("StuckInCreation", "StatusOutdated", "KubeletSilent");
    // When
    Thing node = node("Unknown", "02:01:00");
    cluster
        .until("05:00:00")
        .modified(node.with("\"taints\":[{\"key\":\"mending\"}]", node.status()))
        .until("06:00:00");
    // Then
    assertThat(cluster.incidents()).isEmpty();
  }

  private static Thing told(String name, String message, String at) {
    Thing event = Thing.event(name, POD, "FailedMount", message);
    return event.with("", event.status() + ",\"lastTimestamp\":\"2026-11-23T" + at + "Z\"");
  }

  /** Each container has a key of its own; what their registry does to both has one headline all the same. */
  @Test
  void keepsTheKeyOfAContainerWhateverFailsBesideIt() {
    // Given
    String denied = "{\"waiting\":{\"reason\":\"ErrImagePull\",\"message\":\"401 Unauthorized\"}}";
    cluster.until("02:01:00").added(two(denied, denied)).until("02:05:00");
    String main = "prod/apps/Deployment/shop/cart#pod-image-pull";
    String gateway = main + "#container/gateway";
    assertThat(cluster.incidents())
        .filteredOn(incident -> incident.getCheck().equals("pod-image-pull"))
        .extracting(Incident::getKey, Incident::getCauseGroup)
        .containsExactly(
            tuple(main, "prod/watcher.mcpruntime.org/Registry/-/r.local#registry-image-pull#auth"),
            tuple(gateway, main));
    assertThat(cluster.status().getOpenHeadlines()).isEqualTo(1);
    // When
    cluster.modified(two("{\"running\":{}}", denied)).until("02:20:00");
    // Then
    assertThat(cluster.incidents())
        .filteredOn(incident -> incident.getStatus() == IncidentStatus.RESOLVED)
        .extracting(Incident::getKey)
        .containsExactly(main);
    assertThat(cluster.status().getOpenHeadlines()).isEqualTo(1);
    // When the other cannot be told apart any more
    cluster
        .modified(two(
            "{\"running\":{}}", "{\"waiting\":{\"reason\":\"ImagePullBackOff\",\"message\":\"\"}}"))
        .until("02:50:00");
    // Then
    assertThat(cluster.incidents())
        .filteredOn(incident -> incident.getStatus() == IncidentStatus.RESOLVED)
        .isEmpty();
  }

  private static Thing two(String main, String gateway) {
    return POD.with(
        "\"nodeName\":\"node-1\",\"containers\":[{\"name\":\"main\",\"image\":\"r.local/cart:1\"},"
            + "{\"name\":\"gateway\",\"image\":\"r.local/gateway:1\"}]",
        "\"phase\":\"Pending\",\"containerStatuses\":[{\"name\":\"main\",\"state\":" + main
            + "},{\"name\":\"gateway\",\"state\":" + gateway + "}]");
  }

  /** A StatefulSet that is scaled to zero may be behind it. */
  @Test
  void doesNotJudgeAServiceWhoseWorkloadMayBeUnseen() {
    // When
    Thing service = SERVICE.with("\"clusterIP\":\"10.43.0.10\",\"selector\":{\"app\":\"db\"}", "");
    cluster.until("02:01:00").blind(Kinds.STATEFUL_SET).tick().added(service).until("02:20:00");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    // When
    cluster.synced(Kinds.STATEFUL_SET).until("02:30:00");
    // Then
    assertThat(cluster.incident().getReason()).isEqualTo("NothingSelected");
  }

  /** Nobody looked when it happened; the pod was known before. */
  @Test
  void tellsAKillOfAnOutage() {
    // Given
    cluster.until("02:01:00").added(running(POD, 0, "02:00:10")).until("02:05:00");
    // When the collector is away for longer than a kill is news, and finds it later
    cluster
        .at("02:50:00")
        .found(killed(POD, 1, "02:10:00"), Origin.RELIST_DIFF)
        .gap(Kinds.POD, "02:05:00", "02:50:00");
    Kinds.ALL.forEach(cluster::synced);
    cluster.tick().until("02:55:00");
    // Then
    Incident opened = cluster.incident();
    assertThat(opened.getKey()).isEqualTo("prod/apps/Deployment/shop/cart#pod-oom-killed");
    assertThat(opened.getFirstSeenAt()).isNull();
    // When a pod comes that nobody has seen before the outage
    cluster
        .added(killed(pod("cart-1-b").ownedBy(SET), 1, "02:12:00")
            .meta("\"creationTimestamp\":\"2026-11-23T02:11:00Z\""))
        .until("03:10:00");
    // Then
    assertThat(cluster.incidents()).isEmpty();
  }

  /** K19: the condition claims that it lasts for an hour; only what was seen counts. */
  @Test
  void timesANodeByWhatWasSeen() {
    // When
    cluster.until("02:01:00").added(node("Unknown", "01:00:00")).until("02:02:55");
    assertThat(cluster.incidents()).isEmpty();
    cluster.until("02:03:00");
    // Then
    Incident opened = cluster.incident();
    assertThat(opened.getSeverity()).isEqualTo(Severity.WARNING);
    assertThat(opened.getFirstSeenAt()).isEqualTo(clock("02:01:00"));
    // When nodes cannot be seen for ten minutes
    cluster.until("02:04:00").blind(Kinds.NODE).until("02:14:00");
    cluster.synced(Kinds.NODE).until("02:15:55");
    // Then they do not count
    assertThat(cluster.incidents()).isEmpty();
    cluster.until("02:16:10");
    Incident escalated = cluster.incident();
    assertThat(escalated.getChange()).isEqualTo(IncidentChange.ESCALATED);
    assertThat(escalated.getSeverity()).isEqualTo(Severity.CRITICAL);
    // And it stays so, whatever the condition claims
    cluster.modified(node("Unknown", "02:16:10")).until("06:00:00");
    assertThat(cluster.incidents()).isEmpty();
  }

  @Test
  void forgetsNothingOfANodeWhileItCannotBeSeen() {
    // Given
    cluster.until("02:01:00").added(node("Unknown", "01:00:00")).until("02:10:00");
    cluster.incidents();
    // When
    cluster.blind(Kinds.NODE).until("03:40:00").synced(Kinds.NODE).until("03:50:00");
    // Then
    assertThat(cluster.incidents()).isEmpty();
  }

  /** K7: it is remembered for ten minutes since it was told last, however often the pod is judged meanwhile. */
  @Test
  void remembersTheCauseOfAPullForTenMinutes() {
    // Given
    Thing told = placed(POD.pulling("r.local/cart:1", "401 Unauthorized"));
    Thing untold = placed(POD.pulling("r.local/cart:1", ""));
    cluster.until("02:01:00").added(told).until("02:05:00");
    assertThat(cluster.incident().getCauseClass()).isEqualTo("auth");
    assertThat(cluster.incidents()).isEmpty();
    // When
    cluster.modified(changed(told, 1)).until("02:08:00");
    cluster.modified(changed(untold, 1)).until("02:14:55");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    // When
    cluster.modified(changed(untold, 2)).until("02:14:59");
    cluster.at("02:15:00").modified(changed(untold, 3));
    cluster.until("02:17:05");
    // Then
    assertThat(cluster.incident().getCauseClass()).isEqualTo("UNKNOWN");
  }

  /** K28: one node, one headline; what it takes with it says so. */
  @Test
  void namesTheLostNodeInWhatItTakesAway() {
    // Given
    cluster
        .until("02:00:30")
        .added(node("True", "01:00:00"))
        .added(SERVICE)
        .added(slice(true))
        .added(POD.with(
            "\"nodeName\":\"node-1\"",
            "\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]"));
    // When
    cluster
        .until("02:01:00")
        .modified(node("Unknown", "02:01:00"))
        .modified(POD.with(
            "\"nodeName\":\"node-1\"",
            "\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"False\"}]"))
        .modified(slice(false))
        .modified(SET.with("\"replicas\":1", ""))
        .modified(CART.with(
            "\"replicas\":1,\"template\":{\"metadata\":{\"labels\":{\"app\":\"cart\"}}}", ready(0)))
        .until("02:04:00");
    // Then
    String node = "prod/core/Node/-/node-1#node-not-ready";
    List<Incident> incidents = cluster.incidents();
    assertThat(incidents)
        .extracting(Incident::getKey)
        .containsExactlyInAnyOrder(
            node,
            "prod/apps/Deployment/shop/cart#deployment-unavailable",
            "prod/core/Service/shop/cart#service-no-endpoints");
    assertThat(incidents)
        .filteredOn(incident -> !incident.getKey().equals(node))
        .allSatisfy(incident -> assertThat(incident.getCauseGroup()).isEqualTo(node));
  }

  /** K28: five minutes later the pods are replaced, and no node takes the new ones: still one headline. */
  @Test
  void keepsOneHeadlineWhenNoNodeTakesWhatTheLostNodeHad() {
    // Given
    Thing old = POD.with(
        "\"nodeName\":\"node-1\"",
        "\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]");
    cluster.until("02:00:30").added(node("True", "01:00:00")).added(old);
    cluster
        .until("02:01:00")
        .modified(node("Unknown", "02:01:00"))
        .modified(POD.unreadyOn("node-1"))
        .modified(SET.with("\"replicas\":1", ""))
        .modified(CART.with("\"replicas\":1", ready(0)));
    // When
    cluster
        .until("02:06:00")
        .added(
            pod("cart-1-b")
                .ownedBy(SET)
                .with(
                    "",
                    "\"phase\":\"Pending\",\"conditions\":[{\"type\":\"PodScheduled\",\"status\":\"False\","
                        + "\"reason\":\"Unschedulable\",\"message\":\"0/2 nodes are available: 1 node(s) had"
                        + " untolerated taint {node.kubernetes.io/unreachable: }, 1 Insufficient memory.\"}]"))
        .modified(CART.with(
            "\"replicas\":1",
            ready(0).replace("{\"type\"", "{\"lastUpdateTime\":\"2026-11-23T02:06:00Z\",\"type\"")))
        .until("02:30:00");
    // Then
    assertThat(cluster.status().getOpenIncidents()).isEqualTo(3);
    assertThat(cluster.status().getOpenHeadlines()).isEqualTo(1);
    assertThat(cluster.incidents())
        .filteredOn(incident -> incident.getKind().equals("Deployment"))
        .allSatisfy(incident -> assertThat(incident.getCauseGroup())
            .isEqualTo("prod/core/Node/-/node-1#node-not-ready"));
  }

  @Test
  void namesTheSelectorThatChanged() {
    // Given
    cluster.until("02:00:30").added(SERVICE).added(slice(true)).until("02:20:00");
    // When
    cluster
        .modified(SERVICE.with("\"clusterIP\":\"10.43.0.10\",\"selector\":{\"app\":\"crat\"}", ""))
        .modified(SLICE)
        .until("02:30:00");
    // Then
    assertThat(cluster.incident().getLastChange()).isEqualTo("selector app=cart→app=crat at 02:20");
  }

  /** The Service does not change, nor do its endpoints: the workload behind it does. */
  @Test
  void judgesAServiceAgainWhenItsWorkloadIsScaled() {
    // Given
    String zero = "\"replicas\":0,\"template\":{\"metadata\":{\"labels\":{\"app\":\"cart\"}}}";
    String one = "\"replicas\":1,\"template\":{\"metadata\":{\"labels\":{\"app\":\"cart\"}}}";
    cluster
        .until("02:00:30")
        .modified(CART.with(zero, ready(0)))
        .added(SERVICE)
        .added(SLICE)
        .until("02:10:00");
    assertThat(cluster.incidents()).isEmpty();
    // When
    cluster.modified(CART.with(one, ready(0))).until("02:12:00");
    // Then
    assertThat(cluster.incidents())
        .extracting(Incident::getKey)
        .contains("prod/core/Service/shop/cart#service-no-endpoints");
  }

  /** K14: it waits by design, for however long; then for a volume that does not come, and its pod with it. */
  @Test
  void leavesAClaimAloneUntilAPodNeedsIt() {
    // Given
    cluster.until("02:01:00").added(STORAGE_CLASS).added(CLAIM).until("05:00:00");
    assertThat(cluster.incidents()).isEmpty();
    // When
    cluster
        .added(POD.with(USES_CLAIM, "\"phase\":\"Pending\""))
        .at("05:00:10")
        .added(Thing.event("e1", CLAIM, "ProvisioningFailed", "code = ResourceExhausted"))
        .until("05:05:05");
    assertThat(cluster.incidents()).isEmpty();
    cluster.until("05:05:10");
    // Then
    Incident opened = cluster.incident();
    assertThat(opened.getKey())
        .isEqualTo("prod/core/PersistentVolumeClaim/shop/data#volume-claim-not-bound");
    assertThat(opened.getFirstSeenAt()).isEqualTo(clock("05:00:10"));
    // When the scheduler gives the pod up
    cluster
        .until("05:10:00")
        .modified(POD.with(
            USES_CLAIM,
            "\"phase\":\"Pending\",\"conditions\":[{\"type\":\"PodScheduled\",\"status\":\"False\","
                + "\"reason\":\"SchedulerError\",\"message\":\"binding volumes: timed out\"}]"))
        .until("05:15:00");
    // Then the claim stays the headline
    Incident explained = cluster.incident();
    assertThat(explained.getKey()).isEqualTo("prod/apps/Deployment/shop/cart#pod-pending");
    assertThat(explained.getCausedBy()).isEqualTo(opened.getKey());
    // When
    cluster
        .until("05:20:00")
        .modified(CLAIM.with(
            "\"storageClassName\":\"fast\",\"volumeName\":\"pv-1\"", "\"phase\":\"Bound\""))
        .modified(POD.with("\"nodeName\":\"node-1\"," + USES_CLAIM, "\"phase\":\"Running\""))
        .until("05:21:55");
    assertThat(cluster.incidents()).isEmpty();
    cluster.until("05:22:00");
    // Then
    assertThat(cluster.incidents())
        .extracting(Incident::getKey, Incident::getCloseReason)
        .containsExactlyInAnyOrder(
            tuple(opened.getKey(), "RECOVERED"), tuple(explained.getKey(), "RECOVERED"));
  }

  @Test
  void tellsALostClaimAtOnceUntilItIsDeleted() {
    // When
    Thing lost =
        CLAIM.with("\"storageClassName\":\"fast\",\"volumeName\":\"pv-1\"", "\"phase\":\"Lost\"");
    cluster.until("02:01:00").added(lost);
    // Then
    Incident opened = cluster.incident();
    assertThat(opened.getOpenedAt()).isEqualTo(clock("02:01:00"));
    assertThat(opened.getSeverity()).isEqualTo(Severity.CRITICAL);
    // When
    cluster.until("02:30:00").deleted(lost);
    // Then
    assertThat(cluster.incident().getCloseReason()).isEqualTo("SUBJECT_DELETED");
  }

  /** A failed run never changes: the next one that is complete ends it. */
  @Test
  void endsAFailedRunWhenALaterOneIsComplete() {
    // Given
    cluster
        .until("02:00:30")
        .added(CRON_JOB)
        .until("02:01:00")
        .added(run("nightly-1", "02:00:00", "Failed"))
        .until("02:01:05");
    Incident opened = cluster.incident();
    assertThat(opened.getKey()).isEqualTo("prod/batch/CronJob/shop/nightly#job-failed");
    assertThat(opened.getOpenedAt()).isEqualTo(clock("02:01:01"));
    // When an earlier run is complete
    cluster.until("02:10:00").added(run("nightly-0", "01:00:00", "Complete")).until("02:20:00");
    assertThat(cluster.incidents()).isEmpty();
    // When a later one is
    cluster.added(run("nightly-2", "02:19:00", "Complete")).until("02:21:55");
    assertThat(cluster.incidents()).isEmpty();
    cluster.until("02:22:00");
    // Then
    assertThat(cluster.incident().getCloseReason()).isEqualTo("RECOVERED");
  }

  /** Of its owner nobody has facts, and its pods are told there. */
  @Test
  void explainsADeploymentOfAnotherOperatorByItsPods() {
    // Given
    Thing revision =
        new Thing(new ObjectRef("example.org", "Revision", "shop", "api"), "uid-api", null, "", "");
    Thing deployment = Thing.deployment("api").ownedBy(revision).with("\"replicas\":1", ready(0));
    Thing set = replicaSet("api-1", deployment);
    // When
    cluster
        .until("02:01:00")
        .added(deployment)
        .added(set)
        .added(waiting(pod("api-1-a").ownedBy(set), 57))
        .until("02:20:00");
    // Then
    assertThat(cluster.incidents())
        .extracting(Incident::getKey, Incident::getCausedBy)
        .contains(tuple(
            "prod/apps/Deployment/shop/api#deployment-unavailable",
            "prod/example.org/Revision/shop/api#pod-crash-loop"));
  }

  /** It is the anchor all the same. */
  @Test
  void endsAFailedRunOfACronJobThatMayNotBeRead() {
    // Given
    cluster.blind(Kinds.CRON_JOB).until("02:01:00");
    cluster.added(run("nightly-1", "02:00:00", "Failed")).until("02:01:05");
    assertThat(cluster.incident().getKey()).isEqualTo("prod/batch/CronJob/shop/nightly#job-failed");
    // When
    cluster.until("02:10:00").added(run("nightly-2", "02:09:00", "Complete")).until("02:20:00");
    // Then
    assertThat(cluster.incident().getCloseReason()).isEqualTo("RECOVERED");
  }

  /** Its Jobs are deleted after it, one by one. */
  @Test
  void endsTheIncidentOfACronJobWithItAndNotBefore() {
    // Given
    List<Thing> runs = List.of(
        run("nightly-1", "02:00:00", "Failed"),
        run("nightly-2", "02:01:00", "Failed"),
        run("nightly-3", "02:02:00", "Failed"));
    cluster.until("02:03:00").added(CRON_JOB);
    runs.forEach(cluster::added);
    cluster.until("02:05:00");
    assertThat(cluster.incident().getUid()).isEqualTo("uid-nightly");
    // When
    cluster.deleted(CRON_JOB);
    Incident closed = cluster.incident();
    runs.forEach(run -> cluster
        .passes(Duration.ofSeconds(3))
        .modified(run.meta("\"deletionTimestamp\":\"2026-11-23T02:05:00Z\""))
        .passes(Duration.ofSeconds(3))
        .deleted(run));
    cluster.until("03:30:00");
    // Then
    assertThat(closed.getCloseReason()).isEqualTo("SUBJECT_DELETED");
    assertThat(cluster.incidents()).isEmpty();
  }

  /** Nothing changes about it: time alone tells. */
  @Test
  void tellsAJobThatRunsOn() {
    // Given
    cluster
        .until("02:01:00")
        .added(new Thing(
            new ObjectRef("batch", "Job", "shop", "import"),
            "uid-import",
            null,
            "",
            "\"active\":1,\"startTime\":\"2026-11-23T02:01:00Z\""));
    // When
    cluster.until("14:00:55");
    assertThat(cluster.incidents()).isEmpty();
    cluster.until("14:01:05");
    // Then
    assertThat(cluster.incident().getKey())
        .isEqualTo("prod/batch/Job/shop/import#job-failed#active");
  }

  private static Thing run(String name, String created, String condition) {
    return new Thing(
            new ObjectRef("batch", "Job", "shop", name),
            "uid-job-" + name,
            CRON_JOB,
            "",
            "\"conditions\":[{\"type\":\"" + condition
                + "\",\"status\":\"True\",\"reason\":\"BackoffLimitExceeded\"}]")
        .meta("\"creationTimestamp\":\"2026-11-23T" + created + "Z\"");
  }

  private static String ready(int pods) {
    return "\"replicas\":1,\"readyReplicas\":" + pods + ",\"availableReplicas\":" + pods
        + ",\"conditions\":[{\"type\":\"Progressing\",\"status\":\"True\",\"reason\":\"NewReplicaSetAvailable\"}]";
  }

  private static Thing waiting(Thing pod, int restarts) {
    return container(
        pod,
        restarts,
        "{\"waiting\":{\"reason\":\"CrashLoopBackOff\"}}",
        "\"reason\":\"Error\",\"exitCode\":1");
  }

  private static Thing running(Thing pod, int restarts, String since) {
    return container(
        pod,
        restarts,
        "{\"running\":{\"startedAt\":\"2026-11-23T" + since + "Z\"}}",
        "\"reason\":\"Error\",\"exitCode\":1,\"finishedAt\":\"2026-11-23T" + since + "Z\"");
  }

  private static Thing killed(Thing pod, int kills, String at) {
    return container(
        pod,
        kills,
        "{\"running\":{\"startedAt\":\"2026-11-23T" + at + "Z\"}}",
        "\"reason\":\"OOMKilled\",\"exitCode\":137,\"containerID\":\"containerd://" + kills
            + "f86d081884c\",\"finishedAt\":\"2026-11-23T" + at + "Z\"");
  }

  private static Thing placed(Thing pod) {
    return pod.with("\"nodeName\":\"node-1\"," + pod.spec(), pod.status());
  }

  /** The same with another account: other facts that say the same. */
  private static Thing changed(Thing pod, int account) {
    return pod.with(pod.spec() + ",\"serviceAccountName\":\"a" + account + "\"", pod.status());
  }

  private static Thing container(Thing pod, int restarts, String state, String last) {
    return pod.with(
        "\"nodeName\":\"node-1\",\"containers\":[{\"name\":\"main\"}]",
        "\"phase\":\"Running\",\"containerStatuses\":[{\"name\":\"main\",\"restartCount\":"
            + restarts
            + ",\"state\":" + state
            + (restarts == 0 ? "" : ",\"lastState\":{\"terminated\":{" + last + "}}") + "}]");
  }

  private static String lacks(String container, String message) {
    return "{\"name\":\"" + container
        + "\",\"state\":{\"waiting\":{\"reason\":\"CreateContainerConfigError\",\"message\":\""
        + message
        + "\"}}}";
  }

  private static Thing node(String ready, String since) {
    return NODE.with(
        "",
        "\"conditions\":[{\"type\":\"Ready\",\"status\":\"" + ready
            + "\",\"reason\":\"NodeStatusUnknown\",\"lastTransitionTime\":\"2026-11-23T" + since
            + "Z\"}]");
  }

  private static Thing slice(boolean ready) {
    return SLICE.with(
        "",
        "{\"addresses\":[\"10.42.0.7\"],\"conditions\":{\"ready\":" + ready
            + "},\"nodeName\":\"node-1\"}");
  }
}
