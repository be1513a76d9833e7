package org.mcpruntime.watcher.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RegistryConfigTest {
  private static final String URL = "schema.registry.url";

  @Test
  void readsSeveralAddressesAndHidesCredentials() {
    RegistryConfig config =
        RegistryConfig.of(Map.of(URL, "https://me:s3cret@one:8081/, http://two/base"));

    assertThat(config.urls())
        .containsExactly(URI.create("https://one:8081"), URI.create("http://two/base"));
    assertThat(config.authorization()).contains("Basic bWU6czNjcmV0");
    assertThat(config.autoRegister()).isTrue();
    assertThat(config.sslContext()).isEmpty();
  }

  @Test
  void readsBasicAndBearerCredentials() {
    Map<String, String> basic = Map.of(
        URL,
        "http://r",
        "basic.auth.credentials.source",
        "USER_INFO",
        "basic.auth.user.info",
        "me:s3cret");
    Map<String, String> bearer = Map.of(
        URL,
        "http://r",
        "bearer.auth.credentials.source",
        "STATIC_TOKEN",
        "bearer.auth.token",
        "t0ken");

    assertThat(RegistryConfig.of(basic).authorization()).contains("Basic bWU6czNjcmV0");
    assertThat(RegistryConfig.of(bearer).authorization()).contains("Bearer t0ken");
  }

  @Test
  void takesAnAddressList() {
    assertThat(
            RegistryConfig.of(Map.of(URL, List.of("http://a:1", "http://b:2"))).urls())
        .hasSize(2);
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of(Map.of(), "schema.registry.url: is not set"),
        Arguments.of(Map.of(URL, " , "), "schema.registry.url: is not set"),
        Arguments.of(Map.of(URL, "me:s3cret@one"), "schema.registry.url: must be http"),
        Arguments.of(Map.of(URL, "ftp://me:s3cret@one"), "schema.registry.url: must be http"),
        Arguments.of(
            Map.of(URL, "http://r", "basic.auth.credentials.source", "SASL_INHERIT"),
            "basic.auth.credentials.source: must be one of"),
        Arguments.of(
            Map.of(URL, "http://r", "bearer.auth.credentials.source", "STATIC_TOKEN"),
            "bearer.auth.token: is not set"),
        Arguments.of(
            Map.of(URL, "http://r", "auto.register.schemas", "maybe"),
            "auto.register.schemas: must be one of"),
        Arguments.of(
            Map.of(
                URL,
                "https://r",
                "schema.registry.ssl.truststore.location",
                "does-not-exist.p12",
                "schema.registry.ssl.truststore.password",
                "s3cret"),
            "schema.registry.ssl.*: key or trust store cannot be used"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("wrong")
  void namesTheWrongKeyAndNoSecret(Map<String, String> config, String message) {
    assertThatThrownBy(() -> RegistryConfig.of(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("s3cret");
  }
}
