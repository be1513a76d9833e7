package org.mcpruntime.watcher.schemas.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates and verifies our topics on a broker. What differs is a result, all of it at once; no call takes much longer
 * than the time limit, whatever the broker does. Topics that exist are never altered. Safe for use by many threads.
 */
public final class TopicAdmin {
  private static final Duration PROPAGATION_PAUSE = Duration.ofMillis(20);
  private static final int PROPAGATION_CHECKS = 250;

  private final Map<String, Object> config;
  private final Duration limit;

  /**
   * What a creation did.
   *
   * @param created names of the topics made now
   * @param problems what still differs
   */
  public record Creation(List<String> created, List<TopicProblem> problems) {
    public Creation {
      created = List.copyOf(created);
      problems = List.copyOf(problems);
    }
  }

  /** A problem that ends the call. */
  private static final class Stopped extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient TopicProblem problem;

    Stopped(TopicProblem problem) {
      this.problem = problem;
    }
  }

  private interface Question<R> {
    R ask(Admin admin) throws Stopped;
  }

  /**
   * An admin of the cluster that these client settings lead to; connects on each call.
   *
   * @param kafka client settings, at least {@code bootstrap.servers}
   * @param limit how long a call waits for the broker
   */
  public TopicAdmin(Map<String, ?> kafka, Duration limit) {
    this.limit = limit;
    this.config = new HashMap<>(kafka);
    int millis = Math.toIntExact(limit.toMillis());
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
  }

  /** What differs from the definitions; empty when nothing does. */
  public List<TopicProblem> verify(List<TopicSpec> specs) {
    return with(admin -> differences(admin, specs), List::of);
  }

  /** Makes the topics that are missing and verifies those that were there. */
  public Creation create(List<TopicSpec> specs) {
    return with(
        admin -> createMissing(admin, specs), problem -> new Creation(List.of(), List.of(problem)));
  }

  private <R> R with(Question<R> question, Function<TopicProblem, R> otherwise) {
    try (Admin admin = Admin.create(config)) {
      return question.ask(admin);
    } catch (Stopped e) {
      return otherwise.apply(e.problem);
    } catch (ConfigException e) {
      return otherwise.apply(new TopicProblem.Refused(
          "the Kafka client's configuration", String.valueOf(e.getMessage())));
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      // An Admin wraps what keeps it from being made: an address that does not resolve, or settings
      // that are wrong.
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return otherwise.apply(new TopicProblem.Refused(
          "the connection to Kafka at " + servers(), String.valueOf(cause.getMessage())));
    }
  }

  private Creation createMissing(Admin admin, List<TopicSpec> specs) throws Stopped {
    Map<String, TopicDescription> found = describe(admin, specs);
    List<TopicSpec> missing =
        specs.stream().filter(spec -> !found.containsKey(spec.name())).toList();
    List<TopicSpec> present =
        specs.stream().filter(spec -> found.containsKey(spec.name())).toList();
    List<TopicProblem> problems = new ArrayList<>(differences(admin, present));
    List<String> created = new ArrayList<>();
    Map<String, KafkaFuture<Void>> answers = admin
        .createTopics(missing.stream()
            .map(spec -> new NewTopic(spec.name(), spec.partitions(), spec.replication())
                .configs(spec.config()))
            .toList())
        .values();
    for (Map.Entry<String, KafkaFuture<Void>> answer : answers.entrySet()) {
      try {
        answer.getValue().get();
        created.add(answer.getKey());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof TopicExistsException) {
          continue;
        }
        problems.add(problem("creating topic " + answer.getKey(), e));
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
    }
    for (String topic : awaitLeaders(
        admin, missing.stream().filter(spec -> created.contains(spec.name())).toList())) {
      problems.add(new TopicProblem.Refused(
          "waiting for topic " + topic, "some of its partitions still have no leader"));
    }
    return new Creation(created, problems);
  }

  /**
   * A new topic is told to the brokers a moment after the controller has confirmed it, and its partitions can be written
   * and read once they have leaders; returns the names of those that still lack one when it gives up.
   */
  private List<String> awaitLeaders(Admin admin, List<TopicSpec> created) throws Stopped {
    List<String> waiting = withoutLeaders(admin, created);
    for (int check = 0; check < PROPAGATION_CHECKS && !waiting.isEmpty(); check++) {
      try {
        Thread.sleep(PROPAGATION_PAUSE.toMillis());
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
      waiting = withoutLeaders(admin, created);
    }
    return waiting;
  }

  private List<String> withoutLeaders(Admin admin, List<TopicSpec> specs) throws Stopped {
    Map<String, TopicDescription> found = describe(admin, specs);
    return specs.stream()
        .map(TopicSpec::name)
        .filter(name -> !found.containsKey(name)
            || found.get(name).partitions().stream()
                .anyMatch(partition ->
                    partition.leader() == null || partition.leader().isEmpty()))
        .toList();
  }

  private List<TopicProblem> differences(Admin admin, List<TopicSpec> specs) throws Stopped {
    Map<String, TopicDescription> descriptions = describe(admin, specs);
    Map<String, Config> configs = configs(admin, descriptions);
    List<TopicProblem> problems = new ArrayList<>();
    for (TopicSpec spec : specs) {
      TopicDescription description = descriptions.get(spec.name());
      if (description == null) {
        problems.add(new TopicProblem.Missing(spec.name()));
        continue;
      }
      int partitions = description.partitions().size();
      if (partitions != spec.partitions()) {
        problems.add(new TopicProblem.PartitionsDiffer(spec.name(), spec.partitions(), partitions));
      }
      int replicas = description.partitions().get(0).replicas().size();
      if (replicas != spec.replication()) {
        problems.add(
            new TopicProblem.ReplicationDiffers(spec.name(), spec.replication(), replicas));
      }
      Config config = configs.get(spec.name());
      if (config != null) {
        addConfigDifferences(spec, config, problems);
      }
    }
    return problems;
  }

  private static void addConfigDifferences(
      TopicSpec spec, Config config, List<TopicProblem> problems) {
    spec.config().forEach((key, wanted) -> {
      ConfigEntry entry = config.get(key);
      String found = entry == null || entry.value() == null ? "" : entry.value();
      if (!same(wanted, found)) {
        problems.add(new TopicProblem.ConfigDiffers(spec.name(), key, wanted, found));
      }
    });
  }

  /** Lists are equal in any order. */
  private static boolean same(String wanted, String found) {
    return wanted.equals(found)
        || new TreeSet<>(Arrays.asList(wanted.split(",", -1)))
            .equals(new TreeSet<>(Arrays.asList(found.split(",", -1))));
  }

  private Map<String, TopicDescription> describe(Admin admin, List<TopicSpec> specs)
      throws Stopped {
    Map<String, TopicDescription> found = new TreeMap<>();
    Map<String, KafkaFuture<TopicDescription>> answers =
        admin.describeTopics(specs.stream().map(TopicSpec::name).toList()).topicNameValues();
    for (Map.Entry<String, KafkaFuture<TopicDescription>> answer : answers.entrySet()) {
      try {
        found.put(answer.getKey(), answer.getValue().get());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw new Stopped(problem("describing topic " + answer.getKey(), e));
        }
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
    }
    return found;
  }

  private Map<String, Config> configs(Admin admin, Map<String, TopicDescription> topics)
      throws Stopped {
    List<ConfigResource> resources = topics.keySet().stream()
        .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
        .toList();
    try {
      Map<String, Config> configs = new HashMap<>();
      admin
          .describeConfigs(resources)
          .all()
          .get()
          .forEach((resource, config) -> configs.put(resource.name(), config));
      return configs;
    } catch (ExecutionException e) {
      throw new Stopped(problem("reading topic settings", e));
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private TopicProblem problem(String what, ExecutionException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return cause instanceof TimeoutException
        ? new TopicProblem.BrokerUnreachable(servers(), limit)
        : new TopicProblem.Refused(what, String.valueOf(cause.getMessage()));
  }

  private String servers() {
    return String.valueOf(config.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
  }
}
