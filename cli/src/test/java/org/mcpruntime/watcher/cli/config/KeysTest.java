package org.mcpruntime.watcher.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class KeysTest {

  static Stream<Key<?>> keys() {
    return Keys.all().stream();
  }

  @Test
  void namesAndVariablesAreUnique() {
    assertThat(keys().map(Key::name)).doesNotHaveDuplicates();
    assertThat(keys().map(Key::variable)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void isNamedAndDocumentedAsAllOthers(Key<?> key) {
    assertThat(key.name()).matches("[a-z]+(-[a-z0-9]+)*(\\.[a-z]+(-[a-z0-9]+)*)+");
    assertThat(key.doc()).endsWith(".").hasSizeGreaterThan(15);
    assertThat(key.type().rule()).startsWith("must ");
  }

  @ParameterizedTest
  @MethodSource("keys")
  void printsWhatItReads(Key<?> key) {
    assertThat(again(key)).isTrue();
  }

  private static <T> boolean again(Key<T> key) {
    Function<T, String> print = key.type().print();
    T value = key.type().parse().apply(key.example()).orElseThrow();
    return key.type().parse().apply(print.apply(value)).orElseThrow().equals(value);
  }
}
