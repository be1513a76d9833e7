package org.mcpruntime.watcher.correlator.streams;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics that keep the state. Kafka Streams leaves them to the instance that leads the group; while that is one of
 * another version, it would make its own only, and this one would wait until the last of the others is gone. So each makes what
 * it needs.
 */
public final class Changelogs {

  /** What Kafka Streams gives them. */
  static final Map<String, String> CONFIG =
      Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);

  private static final Logger LOG = LoggerFactory.getLogger(Changelogs.class);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private Changelogs() {}

  /** Makes those that are missing. Where that fails, Kafka Streams tries again, and says what is wrong. */
  public static void create(
      TopicNames topics, int factsVersion, Map<String, String> kafka, short replication) {
    Map<String, Object> settings = new HashMap<>(kafka);
    int millis = (int) LIMIT.toMillis();
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
    try (Admin admin = Admin.create(settings)) {
      int partitions = admin
          .describeTopics(List.of(topics.events()))
          .allTopicNames()
          .get()
          .values()
          .iterator()
          .next()
          .partitions()
          .size();
      admin
          .createTopics(CorrelatorTopology.stores(factsVersion).stream()
              .map(store ->
                  new NewTopic(name(topics, store), partitions, replication).configs(CONFIG))
              .toList())
          .all()
          .get();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        LOG.atWarn()
            .addKeyValue("error", String.valueOf(e.getCause()))
            .log("The topics that keep the state cannot be made; Kafka Streams tries again");
      }
    }
  }

  private static String name(TopicNames topics, String store) {
    return topics.correlatorApplication() + "-" + store + "-changelog";
  }
}
