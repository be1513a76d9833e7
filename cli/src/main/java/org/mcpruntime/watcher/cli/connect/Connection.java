package org.mcpruntime.watcher.cli.connect;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mcpruntime.watcher.cli.config.Config;
import org.mcpruntime.watcher.cli.config.Keys;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/**
 * How to reach Kafka and the registry. Has no {@code toString} that shows the settings: they may hold passwords.
 *
 * @param kafka settings of every Kafka client, bootstrap servers included
 * @param registry settings of serializers, under the names that Confluent's use
 * @param topics names of our topics
 */
public record Connection(
    Map<String, String> kafka, Map<String, String> registry, TopicNames topics) {

  public Connection {
    kafka = Map.copyOf(kafka);
    registry = Map.copyOf(registry);
  }

  public static Connection of(Config config) {
    return new Connection(
        config.kafka(), registry(config), TopicNames.withPrefix(config.get(Keys.TOPICS_PREFIX)));
  }

  /** Plain loopback addresses of a broker and registry that {@code up} runs. */
  public static Connection local(String bootstrapServers, String registryUrl, TopicNames topics) {
    return new Connection(
        Map.of("bootstrap.servers", bootstrapServers),
        Map.of("schema.registry.url", registryUrl),
        topics);
  }

  public String bootstrapServers() {
    return kafka.getOrDefault("bootstrap.servers", "");
  }

  public String registryUrls() {
    return registry.getOrDefault("schema.registry.url", "");
  }

  private static Map<String, String> registry(Config config) {
    Map<String, String> settings = new TreeMap<>();
    List<URI> urls = config.get(Keys.REGISTRY_URL);
    settings.put(
        "schema.registry.url", urls.stream().map(URI::toString).collect(Collectors.joining(",")));
    settings.put("auto.register.schemas", String.valueOf(config.get(Keys.REGISTRY_AUTO_REGISTER)));
    config.find(Keys.REGISTRY_USER).ifPresent(user -> {
      settings.put("basic.auth.credentials.source", "USER_INFO");
      settings.put(
          "basic.auth.user.info",
          user + ":" + config.find(Keys.REGISTRY_PASSWORD).orElse(""));
    });
    config.find(Keys.REGISTRY_TOKEN).ifPresent(token -> {
      settings.put("bearer.auth.credentials.source", "STATIC_TOKEN");
      settings.put("bearer.auth.token", token);
    });
    config.find(Keys.REGISTRY_TRUSTSTORE).ifPresent(path -> {
      settings.put("schema.registry.ssl.truststore.location", absolute(path));
      settings.put(
          "schema.registry.ssl.truststore.type",
          kafkaType(config.get(Keys.REGISTRY_TRUSTSTORE_TYPE)));
    });
    config
        .find(Keys.REGISTRY_TRUSTSTORE_PASSWORD)
        .ifPresent(secret -> settings.put("schema.registry.ssl.truststore.password", secret));
    config.find(Keys.REGISTRY_KEYSTORE).ifPresent(path -> {
      settings.put("schema.registry.ssl.keystore.location", absolute(path));
      settings.put(
          "schema.registry.ssl.keystore.type", kafkaType(config.get(Keys.REGISTRY_KEYSTORE_TYPE)));
    });
    config.find(Keys.REGISTRY_KEYSTORE_PASSWORD).ifPresent(secret -> {
      settings.put("schema.registry.ssl.keystore.password", secret);
      settings.put("schema.registry.ssl.key.password", secret);
    });
    return settings;
  }

  private static String absolute(Path path) {
    return path.toAbsolutePath().toString();
  }

  private static String kafkaType(String type) {
    return type.toUpperCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return "Connection[" + bootstrapServers() + ", " + registryUrls() + "]";
  }
}
