package org.mcpruntime.watcher.schemas.serde;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * Where the registry is and how to talk to it, read from the keys that Confluent's serializers use, so that one
 * configuration serves both. Has no {@code toString} with secrets in it.
 */
final class RegistryConfig {
  private static final String URL = "schema.registry.url";
  private static final String BASIC_SOURCE = "basic.auth.credentials.source";
  private static final String BASIC_USER_INFO = "basic.auth.user.info";
  private static final String BEARER_SOURCE = "bearer.auth.credentials.source";
  private static final String BEARER_TOKEN = "bearer.auth.token";
  private static final String AUTO_REGISTER = "auto.register.schemas";
  private static final String SSL_PREFIX = "schema.registry.ssl.";

  private final List<URI> urls;
  private final @Nullable String authorization;
  private final @Nullable SSLContext sslContext;
  private final boolean autoRegister;

  private RegistryConfig(
      List<URI> urls,
      @Nullable String authorization,
      @Nullable SSLContext sslContext,
      boolean autoRegister) {
    this.urls = List.copyOf(urls);
    this.authorization = authorization;
    this.sslContext = sslContext;
    this.autoRegister = autoRegister;
  }

  /**
   * Reads the keys.
   *
   * @throws ConfigException naming the key that is missing or wrong
   */
  static RegistryConfig of(Map<String, ?> config) {
    List<URI> given = urls(config);
    List<URI> urls = given.stream().map(RegistryConfig::withoutUserInfo).toList();
    return new RegistryConfig(
        urls, authorization(config, given), sslContext(config), autoRegister(config));
  }

  /** Base addresses without credentials and without a slash at the end; at least one. */
  List<URI> urls() {
    return urls;
  }

  /** Value of the Authorization header. */
  Optional<String> authorization() {
    return Optional.ofNullable(authorization);
  }

  /** Trust and identity for TLS, when they differ from the JVM's. */
  Optional<SSLContext> sslContext() {
    return Optional.ofNullable(sslContext);
  }

  /** Whether an unknown schema is registered or refused. */
  boolean autoRegister() {
    return autoRegister;
  }

  private static List<URI> urls(Map<String, ?> config) {
    List<URI> urls = new ArrayList<>();
    Object value = config.get(URL);
    String text = value instanceof List<?> list
        ? String.join(",", list.stream().map(String::valueOf).toList())
        : value == null ? "" : value.toString();
    for (String part : text.split(",", -1)) {
      String trimmed = part.strip().replaceAll("/+$", "");
      if (trimmed.isEmpty()) {
        continue;
      }
      try {
        URI uri = URI.create(trimmed);
        if (uri.getHost() == null
            || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
          throw new IllegalArgumentException("no http or https address");
        }
        urls.add(uri);
      } catch (IllegalArgumentException e) {
        // The value is not repeated: it may hold a password.
        throw new ConfigException(
            URL + ": must be http or https addresses (example: http://localhost:8081)");
      }
    }
    if (urls.isEmpty()) {
      throw new ConfigException(URL + ": is not set (example: http://localhost:8081)");
    }
    return urls;
  }

  private static URI withoutUserInfo(URI uri) {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return URI.create(uri.getScheme() + "://" + uri.getHost() + port + path);
  }

  private static @Nullable String authorization(Map<String, ?> config, List<URI> urls) {
    Optional<String> bearer = text(config, BEARER_SOURCE);
    if (bearer.isPresent()) {
      requireOneOf(BEARER_SOURCE, bearer.get(), List.of("STATIC_TOKEN"));
      return "Bearer " + required(config, BEARER_TOKEN);
    }
    Optional<String> userInfo = text(config, BASIC_USER_INFO);
    String source = text(config, BASIC_SOURCE).orElse(userInfo.isPresent() ? "USER_INFO" : "URL");
    requireOneOf(BASIC_SOURCE, source, List.of("USER_INFO", "URL"));
    if (source.equals("USER_INFO")) {
      return basic(required(config, BASIC_USER_INFO));
    }
    return urls.stream()
        .filter(uri -> uri.getUserInfo() != null)
        .findFirst()
        .map(uri -> basic(uri.getUserInfo()))
        .orElse(null);
  }

  private static String basic(String userInfo) {
    return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable SSLContext sslContext(Map<String, ?> config) {
    Map<String, Object> ssl = new HashMap<>();
    config.forEach((name, value) -> {
      if (name.startsWith(SSL_PREFIX) && value != null) {
        ssl.put(name.substring("schema.registry.".length()), value);
      }
    });
    if (ssl.isEmpty()) {
      return null;
    }
    // Kafka's own reader of key and trust stores: JKS, PKCS12 and PEM mean the same as in the
    // broker's settings.
    try (DefaultSslEngineFactory stores = new DefaultSslEngineFactory()) {
      stores.configure(new ConfigDef().withClientSslSupport().parse(ssl));
      return stores.sslContext();
    } catch (org.apache.kafka.common.KafkaException e) {
      ConfigException problem = new ConfigException(
          SSL_PREFIX + "*: key or trust store cannot be used: " + e.getMessage());
      problem.initCause(e);
      throw problem;
    }
  }

  private static boolean autoRegister(Map<String, ?> config) {
    String value = text(config, AUTO_REGISTER).orElse("true");
    requireOneOf(AUTO_REGISTER, value, List.of("true", "false"));
    return Boolean.parseBoolean(value);
  }

  private static void requireOneOf(String key, String value, List<String> allowed) {
    if (!allowed.contains(value)) {
      throw new ConfigException(key + ": must be one of " + allowed + ", was \"" + value + "\"");
    }
  }

  private static String required(Map<String, ?> config, String key) {
    return text(config, key).orElseThrow(() -> new ConfigException(key + ": is not set"));
  }

  /** The value as text; a blank one counts as not set. */
  private static Optional<String> text(Map<String, ?> config, String key) {
    Object value = config.get(key);
    String text = value instanceof Password password
        ? password.value()
        : value == null ? "" : value.toString();
    return text.isBlank() ? Optional.empty() : Optional.of(text.strip());
  }
}
