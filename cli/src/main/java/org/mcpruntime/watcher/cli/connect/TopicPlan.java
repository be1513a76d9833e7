package org.mcpruntime.watcher.cli.connect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;
import org.mcpruntime.watcher.cli.config.Config;
import org.mcpruntime.watcher.cli.config.Keys;
import org.mcpruntime.watcher.schemas.serde.RegistryClient;
import org.mcpruntime.watcher.schemas.topics.Retention;
import org.mcpruntime.watcher.schemas.topics.SubjectAdmin;
import org.mcpruntime.watcher.schemas.topics.TopicAdmin;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.schemas.topics.TopicProblem;
import org.mcpruntime.watcher.schemas.topics.TopicSpec;
import org.mcpruntime.watcher.schemas.topics.Topics;

/** What the topics must be by the configuration, and how they are. */
public record TopicPlan(List<TopicSpec> specs) {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  public TopicPlan {
    specs = List.copyOf(specs);
  }

  public static TopicPlan of(Config config) {
    return of(config, config.get(Keys.TOPICS_PARTITIONS), config.get(Keys.TOPICS_REPLICATION));
  }

  /** For the one broker of {@code up}. */
  public static TopicPlan local(Config config) {
    return of(config, config.get(Keys.TOPICS_PARTITIONS), 1);
  }

  private static TopicPlan of(Config config, int partitions, int replication) {
    Retention retention = new Retention(
        config.get(Keys.RETENTION_EVENTS),
        config.get(Keys.RETENTION_EVENTS_BYTES),
        config.get(Keys.RETENTION_INCIDENTS),
        config.get(Keys.RETENTION_DEAD_LETTERS));
    return new TopicPlan(Topics.specs(
        TopicNames.withPrefix(config.get(Keys.TOPICS_PREFIX)),
        partitions,
        (short) replication,
        retention));
  }

  /** Topics that were made, and what still differs. */
  public TopicAdmin.Creation create(Connection connection) {
    TopicAdmin.Creation creation = new TopicAdmin(connection.kafka(), PATIENCE).create(specs);
    List<TopicProblem> problems = new ArrayList<>(creation.problems());
    problems.addAll(subjects(connection, true));
    return new TopicAdmin.Creation(creation.created(), problems);
  }

  /** What differs on the broker and in the registry. */
  public List<TopicProblem> verify(Connection connection) {
    List<TopicProblem> problems = new ArrayList<>(verifyTopics(connection));
    problems.addAll(subjects(connection, false));
    return problems;
  }

  /** What differs on the broker. */
  public List<TopicProblem> verifyTopics(Connection connection) {
    return new TopicAdmin(connection.kafka(), PATIENCE).verify(specs);
  }

  private List<TopicProblem> subjects(Connection connection, boolean register) {
    try {
      SubjectAdmin subjects = new SubjectAdmin(RegistryClient.of(connection.registry()));
      return register ? subjects.register(specs) : subjects.verify(specs);
    } catch (ConfigException e) {
      return List.of(new TopicProblem.RegistryUnusable(String.valueOf(e.getMessage())));
    }
  }

  /** Whether nothing can be told because nobody answered. */
  public static boolean isOutage(TopicProblem problem) {
    return problem instanceof TopicProblem.BrokerUnreachable
        || problem instanceof TopicProblem.RegistryUnusable
        || problem instanceof TopicProblem.Refused;
  }
}
