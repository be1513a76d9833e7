package org.mcpruntime.watcher.checks.facts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpruntime.watcher.checks.facts.ContainerFacts.Role;
import org.mcpruntime.watcher.checks.facts.McpServerFacts.Part;

final class ExtractorsTest {

  @Test
  void takesIdentityOwnerAndDeletion() throws ExtractionException {
    // When
    Meta meta = extract("""
        {"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"cart-1","namespace":"shop",
         "uid":"u1","generation":7,"creationTimestamp":"2026-11-23T16:00:00Z",
         "deletionTimestamp":"2026-11-23T16:01:00Z","ownerReferences":[
          {"apiVersion":"v1","kind":"ConfigMap","name":"other","uid":"u9"},
          {"apiVersion":"apps/v1","kind":"Deployment","name":"cart","uid":"u2","controller":true}]}}
        """, ReplicaSetFacts.class).meta();
    // Then
    assertThat(meta)
        .isEqualTo(new Meta(
            new ObjectRef("apps", "ReplicaSet", "shop", "cart-1"),
            "u1",
            7,
            Instant.parse("2026-11-23T16:00:00Z"),
            new Owner(new ObjectRef("apps", "Deployment", "shop", "cart"), "u2"),
            true,
            false));
  }

  /** Kubernetes takes any text there. */
  @ParameterizedTest
  @CsvSource({"Foo, a#b", "Foo, a/b", "F#o, a", "F/o, a"})
  void takesNoOwnerThatNoObjectCanBe(String kind, String name) throws ExtractionException {
    Meta meta = extract("""
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"n","ownerReferences":[
          {"apiVersion":"example.org/v1","kind":"%s","name":"%s","uid":"u","controller":true}]}}
        """.formatted(kind, name), PodFacts.class).meta();
    assertThat(meta.controller()).isNull();
  }

  @Test
  void takesAPodWithAllKindsOfContainers() throws ExtractionException {
    // When
    PodFacts pod = extract("""
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"n","uid":"u",
          "labels":{"app":"cart","mcpruntime.org/rollout-track":"canary"}},
         "spec":{"nodeName":"node-1","serviceAccountName":"mcp-workload",
          "imagePullSecrets":[{"name":"s1"},{"name":"s2"}],
          "initContainers":[{"name":"migrate","image":"m:1"},
            {"name":"proxy","image":"p:1","restartPolicy":"Always"}],
          "containers":[{"name":"cart","image":"c:1","readinessProbe":{"tcpSocket":{"port":80}}},{"name":"late","image":"l:1"}]},
         "status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"},
            {"type":"PodScheduled","status":"True"}],
          "initContainerStatuses":[
            {"name":"migrate","state":{"terminated":{"reason":"Completed","exitCode":0,
              "finishedAt":"2026-11-23T16:00:05Z"}}},
            {"name":"proxy","ready":true,"state":{"running":{"startedAt":"2026-11-23T16:00:06Z"}}}],
          "containerStatuses":[{"name":"cart","image":"docker.io/library/c:1","restartCount":4,
            "state":{"waiting":{"reason":"CrashLoopBackOff","message":"back-off 40s restarting"}},
            "lastState":{"terminated":{"reason":"OOMKilled","exitCode":137,
              "containerID":"containerd://9f86d081884c7d659a2feaa0c55ad015","message":"secret"}}}]}}
        """, PodFacts.class);
    // Then
    assertThat(pod.phase()).isEqualTo("Running");
    assertThat(pod.ready()).isTrue();
    assertThat(pod.unscheduled()).isNull();
    assertThat(pod.pullSecrets()).containsExactly("s1", "s2");
    assertThat(pod.server()).isEqualTo("cart");
    assertThat(pod.containers())
        .containsExactly(
            new ContainerFacts(
                "migrate",
                Role.INIT,
                "m:1",
                false,
                false,
                0,
                new ContainerState.Terminated(
                    new Termination("Completed", 0, Instant.parse("2026-11-23T16:00:05Z"), "")),
                null),
            new ContainerFacts(
                "proxy",
                Role.SIDECAR,
                "p:1",
                false,
                true,
                0,
                new ContainerState.Running(Instant.parse("2026-11-23T16:00:06Z")),
                null),
            new ContainerFacts(
                "cart",
                Role.REGULAR,
                "c:1",
                true,
                false,
                4,
                new ContainerState.Waiting("CrashLoopBackOff", ""),
                new Termination("OOMKilled", 137, null, "9f86d081884c")),
            new ContainerFacts("late", Role.REGULAR, "l:1", false, false, 0, null, null));
  }

  @Test
  void tellsWhyAPodIsNotScheduled() throws ExtractionException {
    PodFacts pod = extract("""
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"n"},"status":
         {"phase":"Pending","conditions":[
           {"type":"PodScheduled","status":"False","reason":"SchedulingGated"}]}}
        """, PodFacts.class);
    assertThat(pod.unscheduled()).isEqualTo("SchedulingGated");
  }

  @ParameterizedTest(name = "{0} in {1}: helper {4}")
  @CsvSource({
    "doctor-pull-1795450000123456789, mcp-servers, Never, false, true",
    "mcp-runtime-doctor-dns-17, mcp-servers, Never, false, true",
    "doctor-sentinel-probe-17, mcp-sentinel, Never, false, true",
    "registry-pusher-0af9, registry, Never, false, true",
    "doctor-smoke-123456-5c94b5469b-g4jtj, mcp-servers, Always, true, true",
    "cm-acme-http-solver-8k2lx, mcp-sentinel, OnFailure, true, true",
    "doctor-pull-17, mcp-servers, Always, false, false",
    "doctor-pull-17, mcp-servers, Never, true, false",
    "doctor-pull-x17, mcp-servers, Never, false, false",
    "doctor-smoke-123456-5c94b5469b-g4jtj, mcp-team-acme, Always, true, false",
    "my-doctor-pull-17, mcp-servers, Never, false, false"
  })
  void knowsHelperPods(
      String name, String namespace, String restartPolicy, boolean owned, boolean helper)
      throws ExtractionException {
    String owner = owned
        ? ",\"ownerReferences\":[{\"apiVersion\":\"apps/v1\",\"kind\":\"ReplicaSet\",\"name\":\"r\",\"controller\":true}]"
        : "";
    PodFacts pod = extract(
        "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"" + name
            + "\",\"namespace\":\"" + namespace + "\"" + owner + "},\"spec\":{\"restartPolicy\":\""
            + restartPolicy + "\"}}",
        PodFacts.class);
    assertThat(pod.helper()).isEqualTo(helper);
  }

  @Test
  void takesADeployment() throws ExtractionException {
    // When
    DeploymentFacts deployment = extract("""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","namespace":"n","generation":3},
         "spec":{"template":{"spec":{"initContainers":[{"name":"i","image":"i:1"}],"containers":[
           {"name":"manager","image":"m:1","env":[{"name":"A","value":"x"},
             {"name":"MCP_INGRESS_READINESS_MODE","value":"permissive"}]}]}}},
         "status":{"observedGeneration":3,"replicas":1,"updatedReplicas":1,"unavailableReplicas":1,
          "conditions":[
           {"type":"Progressing","status":"True","reason":"ReplicaSetUpdated",
            "message":"ReplicaSet \\"d-1\\" is progressing.","lastUpdateTime":"2026-11-23T16:00:00Z"},
           {"type":"Foreign","status":"True","reason":"X"},
           {"type":"Available","status":"False","reason":"MinimumReplicasUnavailable","message":"m"}]}}
        """, DeploymentFacts.class);
    // Then
    assertThat(deployment.desired()).isOne();
    assertThat(deployment.progressedAt()).isEqualTo("2026-11-23T16:00:00Z");
    assertThat(deployment.images()).containsExactly("i:1", "m:1");
    assertThat(deployment.ingressReadiness()).isEqualTo("permissive");
    assertThat(deployment.conditions())
        .containsExactly(
            new ConditionFacts("Available", "False", "MinimumReplicasUnavailable", ""),
            new ConditionFacts("Progressing", "True", "ReplicaSetUpdated", ""));
  }

  @Test
  void staysEqualWhenOnlyTheNameOfTheRefusedPodChanges() throws ExtractionException {
    assertThat(refused("5c94b5469b-4jwr8")).isEqualTo(refused("5c94b5469b-xh9jj"));
    assertThat(refused("5c94b5469b-4jwr8")).isNotEqualTo(refused("77f97f45d5-4jwr8"));
  }

  private static Facts refused(String suffix) throws ExtractionException {
    return extract("""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","namespace":"n"},"status":{"conditions":[
          {"type":"ReplicaFailure","status":"True","reason":"FailedCreate",
           "message":"pods \\"d-%s\\" is forbidden: exceeded quota: team"}]}}
        """.formatted(suffix), DeploymentFacts.class);
  }

  @ParameterizedTest(name = "{0} replicas, unavailable {1}, surge {2}: {3}")
  @CsvSource({
    "1, , , 0",
    "4, , , 1",
    "3, 25%, 25%, 0",
    "10, 50%, 0, 5",
    "10, 2, 0, 2",
    "3, 0, 0, 1",
    "2, 5, 1, 2",
    "3, 10%, 0, 1",
    "0, 1, 1, 0"
  })
  void resolvesWhatARolloutMayTakeAway(int replicas, String unavailable, String surge, int expected)
      throws ExtractionException {
    DeploymentFacts deployment =
        extract("""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","namespace":"n"},
         "spec":{"replicas":%d,"strategy":{"type":"RollingUpdate","rollingUpdate":{%s}}}}
        """.formatted(replicas, rolling(unavailable, surge)), DeploymentFacts.class);
    assertThat(deployment.maxUnavailable()).isEqualTo(expected);
  }

  private static String rolling(String unavailable, String surge) {
    return unavailable == null
        ? ""
        : "\"maxUnavailable\":" + scalar(unavailable) + ",\"maxSurge\":" + scalar(surge);
  }

  private static String scalar(String value) {
    return value.endsWith("%") ? "\"" + value + "\"" : value;
  }

  @Test
  void appliesTheDefaultsOfTheOperator() throws ExtractionException {
    // When
    McpServerFacts server = extract("""
        {"apiVersion":"mcpruntime.org/v1alpha1","kind":"MCPServer","metadata":{"name":"s","namespace":"n"},
         "spec":{"image":"x"}}
        """, McpServerFacts.class);
    // Then
    assertThat(server.replicas()).isOne();
    assertThat(server.strategy()).isEqualTo("RollingUpdate");
    assertThat(server.ingressClass()).isEqualTo("traefik");
    assertThat(server.authMode()).isEqualTo("header");
    assertThat(server.teamId()).isNull();
    assertThat(server.phase()).isEmpty();
    assertThat(server.observedGeneration()).isZero();
    assertThat(server.requiredParts()).containsExactly(Part.DEPLOYMENT, Part.SERVICE, Part.INGRESS);
  }

  @Test
  void takesTheStatusOfAServer() throws ExtractionException {
    // When
    McpServerFacts server = extract("""
        {"apiVersion":"mcpruntime.org/v1alpha1","kind":"MCPServer","metadata":{"name":"s","namespace":"n","generation":2},
         "spec":{"replicas":3,"teamID":"acme","gateway":{"enabled":true},"auth":{"mode":"mtls"},
          "rollout":{"strategy":"Canary"}},
         "status":{"phase":"PartiallyReady","message":"All resources reconciled","policyReady":true,
          "serviceReady":true,"conditions":[{"type":"DeploymentReady","status":"False","observedGeneration":2},
          {"type":"ServiceReady","status":"True","observedGeneration":1}]}}
        """, McpServerFacts.class);
    // Then
    assertThat(server.readyParts()).containsExactly(Part.SERVICE, Part.POLICY);
    assertThat(server.observedGeneration()).isOne();
    assertThat(server.message()).isEmpty();
    assertThat(server.requiredParts()).containsExactly(Part.values());
    assertThat(server.teamId()).isEqualTo("acme");
  }

  @Test
  void takesAnIngress() throws ExtractionException {
    IngressFacts ingress = extract("""
        {"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"i","namespace":"n"},
         "spec":{"ingressClassName":"traefik","rules":[{"host":"b.example","http":{"paths":[
           {"backend":{"service":{"name":"s","port":{"number":80}}}},
           {"backend":{"service":{"name":"s","port":{"name":"http"}}}}]}},{"host":"a.example"},{}]},
         "status":{"loadBalancer":{"ingress":[{"ip":"192.0.2.1"}]}}}
        """, IngressFacts.class);
    assertThat(ingress.rules()).isEqualTo(3);
    assertThat(ingress.hasAddress()).isTrue();
  }

  @Test
  void takesANodeWithoutWhatChangesAllTheTime() throws ExtractionException {
    String json = """
        {"apiVersion":"v1","kind":"Node","metadata":{"name":"node-2"},
         "spec":{"taints":[{"key":"node.kubernetes.io/unreachable","effect":"NoSchedule"},
           {"key":"node.kubernetes.io/unreachable","effect":"NoExecute"}]},
         "status":{"conditions":[{"type":"Ready","status":"Unknown","reason":"NodeStatusUnknown",
           "message":"Kubelet stopped posting node status.","lastHeartbeatTime":"%s","lastTransitionTime":"%s"}]}}
        """;
    // When
    NodeFacts node =
        extract(json.formatted("2026-11-23T16:00:00Z", "2026-11-23T16:00:40Z"), NodeFacts.class);
    // Then
    assertThat(node.ready()).isEqualTo("Unknown");
    assertThat(node.isReady()).isFalse();
    assertThat(node.message()).isEqualTo("Kubelet stopped posting node status.");
    assertThat(node.taints()).containsExactly("node.kubernetes.io/unreachable");
    assertThat(node)
        .isEqualTo(extract(
            json.formatted("2026-11-23T16:05:00Z", "2026-11-23T16:05:00Z"), NodeFacts.class));
  }

  /** An endpoint that says nothing is ready: https://kubernetes.io/docs/reference/kubernetes-api/service-resources. */
  @Test
  void countsAnEndpointThatDoesNotSayAsReady() throws ExtractionException {
    EndpointSliceFacts slice = extract("""
        {"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"cart-x","namespace":"shop",
          "labels":{"kubernetes.io/service-name":"cart"}},"addressType":"IPv4",
         "endpoints":[{"addresses":["10.0.0.1"],"conditions":{"ready":true},"nodeName":"node-1"},
          {"addresses":["10.0.0.2"],"conditions":{},"nodeName":"node-1"},{"addresses":["10.0.0.3"]},
          {"addresses":["10.0.0.4"],"conditions":{"ready":false,"serving":true,"terminating":true},"nodeName":"node-2"}]}
        """, EndpointSliceFacts.class);
    assertThat(slice.ready()).isEqualTo(3);
    assertThat(slice.total()).isEqualTo(4);
    assertThat(slice.unreadyNodes()).containsExactly("node-2");
    assertThat(slice.references())
        .containsExactly(new Reference(Link.SERVICE, new ObjectRef("", "Service", "shop", "cart")));
  }

  @Test
  void takesOnlyTheFailureOfAJobThatHasGivenUp() throws ExtractionException {
    String json = """
        {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"nightly","namespace":"shop"},
         "status":{"failed":4,"conditions":[{"type":"FailureTarget","status":"True","reason":"BackoffLimitExceeded"},
          {"type":"Failed","status":"%s","reason":"BackoffLimitExceeded","message":"limit"}]}}
        """;
    assertThat(extract(json.formatted("True"), JobFacts.class).failure())
        .isEqualTo(new ConditionFacts("Failed", "True", "BackoffLimitExceeded", "limit"));
    assertThat(extract(json.formatted("False"), JobFacts.class).failure()).isNull();
  }

  @Test
  void joinsAPodItsClaimsAndTheirStorageClass() throws ExtractionException {
    // When
    PodFacts pod = extract("""
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"db-0","namespace":"shop"},"spec":{"volumes":[
          {"name":"data","persistentVolumeClaim":{"claimName":"data-db-0"}},
          {"name":"scratch","ephemeral":{"volumeClaimTemplate":{"spec":{}}}},
          {"name":"settings","configMap":{"name":"settings"}}]}}
        """, PodFacts.class);
    PersistentVolumeClaimFacts claim = claim("\"storageClassName\":\"fast\"", "");
    StorageClassFacts storageClass = extract("""
        {"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"fast"},
         "provisioner":"ebs.csi.aws.com","volumeBindingMode":"WaitForFirstConsumer"}
        """, StorageClassFacts.class);
    // Then
    assertThat(pod.claims()).containsExactly("data-db-0", "db-0-scratch");
    assertThat(pod.references()).contains(new Reference(Link.CLAIM, claim.ref()));
    assertThat(claim.references())
        .containsExactly(new Reference(Link.STORAGE_CLASS, storageClass.ref()));
    assertThat(storageClass.provisioner()).isEqualTo("ebs.csi.aws.com");
    assertThat(storageClass.waitsForConsumer()).isTrue();
  }

  /** A claim that says nothing gets the default class; one that says "" wants none. */
  @Test
  void tellsAClaimWithoutAClassFromOneThatWantsNone() throws ExtractionException {
    assertThat(claim("", "").className()).isNull();
    assertThat(claim("\"storageClassName\":\"\"", "").className()).isEmpty();
    assertThat(claim("\"storageClassName\":\"\"", "").references()).isEmpty();
    assertThat(claim(
                "\"storageClassName\":\"fast\"",
                "\"volume.beta.kubernetes.io/storage-class\":\"old\"")
            .className())
        .isEqualTo("old");
  }

  @Test
  void takesFromAClaimThatANodeIsChosenButNotWhich() throws ExtractionException {
    String chosen = "\"volume.kubernetes.io/selected-node\":\"%s\"";
    assertThat(claim("", "").nodeChosen()).isFalse();
    assertThat(claim("", chosen.formatted("k3s-1")).nodeChosen()).isTrue();
    assertThat(claim("", chosen.formatted("k3s-1")))
        .isEqualTo(claim("", chosen.formatted("k3s-2")));
  }

  private static PersistentVolumeClaimFacts claim(String spec, String annotations)
      throws ExtractionException {
    return extract("""
        {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data-db-0","namespace":"shop",
          "annotations":{%s}},"spec":{%s},"status":{"phase":"Pending"}}
        """.formatted(annotations, spec), PersistentVolumeClaimFacts.class);
  }

  @Test
  void joinsAServiceAndItsWorkloadsByALabel() throws ExtractionException {
    // When
    ServiceFacts service = extract("""
        {"apiVersion":"v1","kind":"Service","metadata":{"name":"cart","namespace":"shop"},
         "spec":{"selector":{"tier":"web","app":"cart"},"clusterIP":"None","publishNotReadyAddresses":true}}
        """, ServiceFacts.class);
    StatefulSetFacts workload = extract("""
        {"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"cart","namespace":"shop"},
         "spec":{"replicas":3,"template":{"metadata":{"labels":{"app":"cart","tier":"web","x":"y"}}}},
         "status":{"readyReplicas":2}}
        """, StatefulSetFacts.class);
    // Then
    assertThat(service.selector()).containsExactly("app=cart", "tier=web");
    assertThat(service.publishesNotReady()).isTrue();
    assertThat(workload.references()).contains(service.label());
    assertThat(ObjectRef.parse(service.label().target().text()))
        .isEqualTo(service.label().target());
    assertThat(workload.podLabels()).containsAll(service.selector());
  }

  @Test
  void takesWhatTheAutoscalerSaysThoughItIsNoWarning() throws ExtractionException {
    EventFacts event = extract("""
        {"apiVersion":"v1","kind":"Event","metadata":{"name":"e","namespace":"n"},"type":"Normal",
         "reason":"TriggeredScaleUp","message":"pod triggered scale-up","lastTimestamp":"2026-11-23T16:00:00Z",
         "involvedObject":{"apiVersion":"v1","kind":"Pod","namespace":"n","name":"p","uid":"u"}}
        """, EventFacts.class);
    assertThat(event.reason()).isEqualTo("TriggeredScaleUp");
  }

  @Test
  void takesTheSameEventFromBothGroups() throws ExtractionException {
    // When
    EventFacts core = extract("""
        {"apiVersion":"v1","kind":"Event","metadata":{"name":"e","namespace":"n"},"type":"Warning",
         "reason":"Failed","message":"Failed to pull image","count":4,"lastTimestamp":"2026-11-23T16:00:00Z",
         "involvedObject":{"apiVersion":"v1","kind":"Pod","namespace":"n","name":"p","uid":"u",
          "fieldPath":"spec.initContainers{migrate}"}}
        """, EventFacts.class);
    EventFacts event = extract("""
        {"apiVersion":"events.k8s.io/v1","kind":"Event","metadata":{"name":"e","namespace":"n"},"type":"Warning",
         "reason":"Failed","note":"Failed to pull image","eventTime":"2026-11-23T15:59:00.123456Z",
         "series":{"count":4,"lastObservedTime":"2026-11-23T16:00:00.000000Z"},
         "regarding":{"apiVersion":"v1","kind":"Pod","namespace":"n","name":"p","uid":"u",
          "fieldPath":"spec.initContainers{migrate}"}}
        """, EventFacts.class);
    // Then
    ObjectRef pod = new ObjectRef("", "Pod", "n", "p");
    assertThat(core.references()).containsExactly(new Reference(Link.REGARDING, pod));
    for (EventFacts each : List.of(core, event)) {
      assertThat(each.regarding()).isEqualTo(pod);
      assertThat(each.container()).isEqualTo("migrate");
      assertThat(each.message()).isEqualTo("Failed to pull image");
      assertThat(each.lastSeenAt()).isEqualTo("2026-11-23T16:00:00Z");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"apiVersion\":\"v1\",\"kind\":\"Event\",\"metadata\":{\"name\":\"e\"},\"type\":\"Normal\",\"reason\":\"Failed\"}",
        "{\"apiVersion\":\"v1\",\"kind\":\"Event\",\"metadata\":{\"name\":\"e\"},\"type\":\"Warning\",\"reason\":\"BackOff\"}",
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"settings\"}}",
        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"shop\"}}",
        "{\"apiVersion\":\"example.org/v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\"}}"
      })
  void hasNoFactsOfWhatNoCheckReads(String json) throws ExtractionException {
    assertThat(Extractors.extract(json.getBytes(UTF_8))).isEmpty();
  }

  @Test
  void doesNotEvenParseKindsWithoutFacts() throws ExtractionException {
    assertThat(Extractors.extract("", "Namespace", "not json".getBytes(UTF_8))).isEmpty();
    assertThat(Extractors.covers(new KindRef("", "Namespace"))).isFalse();
    assertThat(Kinds.ALL).isNotEmpty().allMatch(Extractors::covers);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "not json | not JSON",
        "[] | not a JSON object",
        "{} | .kind: missing",
        "{\"kind\":\"Pod\",\"apiVersion\":\"v1\"} | .metadata.name: missing",
        "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"p\"},\"status\":{\"phase\":7}} | .status.phase: expected a string",
        "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":{}}} | .spec.containers: expected a list",
        "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[1]}} | .spec.containers[0]: expected an object",
        "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"p\",\"creationTimestamp\":\"noon\"}} | .metadata.creationTimestamp: expected an RFC 3339 time"
      })
  void namesThePlaceOfAWrongShape(String json, String message) {
    assertThatThrownBy(() -> Extractors.extract(json.getBytes(UTF_8)))
        .isInstanceOf(ExtractionException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void takesAReplacedValueForAbsent() throws ExtractionException {
    byte[] json = """
        {"kind":"Pod","apiVersion":"v1","metadata":{"name":"p"},"spec":"[truncated]",
         "status":{"phase":"Pending","conditions":"[truncated]"}}
        """.getBytes(UTF_8);
    // When
    Optional<Facts> facts = Extractors.extract(json, true);
    // Then
    assertThat(facts).hasValueSatisfying(pod -> {
      assertThat(pod.meta().truncated()).isTrue();
      assertThat(((PodFacts) pod).containers()).isEmpty();
      assertThat(((PodFacts) pod).phase()).isEqualTo("Pending");
    });
    assertThatThrownBy(() -> Extractors.extract(json)).isInstanceOf(ExtractionException.class);
  }

  @Test
  void keepsBothEndsOfALongMessage() throws ExtractionException {
    PodFacts pod = extract("""
        {"kind":"Pod","apiVersion":"v1","metadata":{"name":"p"},"spec":{"containers":[{"name":"c"}]},"status":
         {"containerStatuses":[{"name":"c","state":{"waiting":{"reason":"ErrImagePull","message":"begin %s end"}}}]}}
        """.formatted("x".repeat(5_000)), PodFacts.class);
    assertThat(pod.containers().get(0).state())
        .isInstanceOfSatisfying(
            ContainerState.Waiting.class, waiting -> assertThat(waiting.message())
                .hasSize(Bounds.MESSAGE)
                .startsWith("begin ")
                .endsWith(" end"));
  }

  private static <F extends Facts> F extract(String json, Class<F> type)
      throws ExtractionException {
    return Extractors.extract(json.getBytes(UTF_8)).map(type::cast).orElseThrow();
  }
}
