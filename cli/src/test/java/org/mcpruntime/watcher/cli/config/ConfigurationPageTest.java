package org.mcpruntime.watcher.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The reference page is written from the keys. After a change of keys run this test with
 * {@code -Dwatcher.write-docs=true} to write it anew.
 */
final class ConfigurationPageTest {

  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  @Test
  void describesEveryKeyAsItIs() throws IOException {
    String expected = page();
    if (Boolean.getBoolean("watcher.write-docs")) {
      Files.writeString(PAGE, expected);
    }

    assertThat(Files.readString(PAGE)).isEqualTo(expected);
  }

  private static String page() {
    StringBuilder page = new StringBuilder("""
        # Configuration

        Written from the keys in `cli`; a test compares this page with them.

        Every command reads the same configuration. Values come from four places, and the later wins:

        1. the default;
        2. a YAML file: `--config FILE`, or `$CLUSTER_WATCHER_CONFIG`, or
           `~/.config/cluster-watcher/config.yaml` when it is there. Sections may be nested
           (`topics: {prefix: mcp.}`) or written with dots (`topics.prefix: mcp.`);
        3. the environment: the key in upper case behind `CLUSTER_WATCHER_`, with `_` for dots and dashes, such as
           `CLUSTER_WATCHER_TOPICS_PREFIX`;
        4. flags: `--set KEY=VALUE` for any key, and the flags of single commands (`--context`, `--data-dir`, …).

        `cluster-watcher config check` tells all problems at once; `cluster-watcher config print` shows every effective
        value and where it comes from, with secrets masked. An unknown key is an error that names the nearest known one.

        Durations are written `5s`, `10m`, `1h30m`, `7d`; sizes `512MiB`, `20GiB`; lists with commas or as YAML lists.

        ## Kafka clients

        Every further key below `kafka.` is handed to the Kafka clients (producer, consumer, admin) under its Kafka name:
        `kafka.security.protocol`, `kafka.sasl.mechanism`, `kafka.sasl.jaas.config`, `kafka.ssl.truststore.location` and so
        on. `kafka.value.serializer` and `kafka.value.deserializer` replace the serializers of the services, for example by
        Confluent's own, which read the same registry settings. Such a deserializer gives the generated classes. What it throws
        sets a record aside only where nothing but the record can be the reason (Kafka's SerializationException, or Avro's own
        exceptions, with nothing else among the causes); anything else counts as a failed look-up, which is tried again. Keys
        that the guarantees rest on (`acks`, `transactional.id`, `isolation.level`, …) are refused.

        ## Keys
        """);
    for (Key<?> key : Keys.all()) {
      page.append("\n### `")
          .append(key.name())
          .append("`\n\n")
          .append(key.doc())
          .append("\n\n");
      page.append("- Type: ")
          .append(key.type().name())
          .append("; ")
          .append(key.type().rule())
          .append('\n');
      page.append("- Default: ")
          .append(key.standard() == null ? "none" : "`" + key.standard() + "`")
          .append('\n');
      if (key.secret()) {
        page.append("- Secret: never shown\n");
      } else {
        page.append("- Example: `").append(key.example()).append("`\n");
      }
      page.append("- Environment: `").append(key.variable()).append("`\n");
    }
    return page.toString();
  }
}
