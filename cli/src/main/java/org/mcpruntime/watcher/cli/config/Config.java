package org.mcpruntime.watcher.cli.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Checked values. A key that had a bad value has its default here, so that the start-up checks can go on. */
public final class Config {

  /** One line of {@code config print}; {@code shown} hides secrets, {@code origin} says who set it. */
  public record Entry(String key, String shown, String origin) {}

  private static final String KAFKA = "kafka.";

  private final Map<String, Object> values;
  private final Map<String, Given> given;
  private final List<Key<?>> keys;
  private final Map<String, String> kafka;

  Config(
      List<Key<?>> keys,
      Map<String, Object> values,
      Map<String, Given> given,
      Map<String, String> kafka) {
    this.keys = List.copyOf(keys);
    this.values = new HashMap<>(values);
    this.given = new TreeMap<>(given);
    this.kafka = new TreeMap<>(kafka);
  }

  /** The value, or the default. Only for keys that have a default. */
  public <T> T get(Key<T> key) {
    return find(key)
        .orElseThrow(() -> new IllegalArgumentException("no value and no default: " + key.name()));
  }

  /** The value, the default, or empty. */
  @SuppressWarnings("unchecked") // put there under this key by the loader, with this key's type
  public <T> Optional<T> find(Key<T> key) {
    Object value = values.get(key.name());
    return value == null ? key.standardValue() : Optional.of((T) value);
  }

  /** Whether somebody set it, rather than the default. */
  public boolean isSet(Key<?> key) {
    return values.containsKey(key.name());
  }

  /** Whether the value of a key may not be shown. */
  public boolean isSecret(String name) {
    return keys.stream().anyMatch(key -> key.name().equals(name) && key.secret())
        || (name.startsWith(KAFKA) && KafkaKeys.isSecret(name.substring(KAFKA.length())));
  }

  /** Settings for every Kafka client, the brokers included, as Kafka spells them. */
  public Map<String, String> kafka() {
    Map<String, String> settings = new TreeMap<>(kafka);
    settings.put("bootstrap.servers", String.join(",", get(Keys.BOOTSTRAP_SERVERS)));
    return settings;
  }

  /** Every key with its effective value; keys with neither value nor default are left out. */
  public List<Entry> entries(Predicate<Key<?>> which) {
    List<Entry> entries = new ArrayList<>();
    for (Key<?> key : keys) {
      if (which.test(key)) {
        shown(key).ifPresent(text -> entries.add(new Entry(key.name(), text, origin(key.name()))));
      }
      if (key.equals(Keys.BOOTSTRAP_SERVERS)) {
        kafka.forEach((name, value) -> entries.add(
            new Entry(KAFKA + name, isSecret(KAFKA + name) ? "***" : value, origin(KAFKA + name))));
      }
    }
    return entries;
  }

  private <T> Optional<String> shown(Key<T> key) {
    return find(key).map(value -> key.secret() ? "***" : key.type().print().apply(value));
  }

  private String origin(String key) {
    Given source = given.get(key);
    return source == null ? "default" : source.origin();
  }

  /** One value as somebody gave it: its text and where. */
  record Given(String key, String text, String origin) {}

  @Override
  public String toString() {
    return entries(key -> true).stream()
        .map(entry -> entry.key() + "=" + entry.shown())
        .collect(Collectors.joining(", "));
  }
}
