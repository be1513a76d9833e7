package org.mcpruntime.watcher.cli.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the text of a value is read.
 *
 * @param name what the reference page calls it
 * @param rule completes "key: …" when a value does not fit: {@code must be a positive duration}
 * @param parse empty when the text does not fit
 * @param print the inverse of {@code parse}
 */
public record ValueType<T>(
    String name, String rule, Function<String, Optional<T>> parse, Function<T, String> print) {

  private static final Pattern HOST_PORT =
      Pattern.compile("[^\\s:/,]+:(\\d{1,5})|\\[[0-9a-fA-F:]+]:(\\d{1,5})");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*(B|KiB|MiB|GiB|TiB)?");

  static ValueType<Duration> duration(Duration min, Duration max) {
    String rule =
        "must be a duration between " + Durations.text(min) + " and " + Durations.text(max);
    return new ValueType<>(
        "duration",
        rule,
        text -> Durations.parse(text).filter(d -> d.compareTo(min) >= 0 && d.compareTo(max) <= 0),
        Durations::text);
  }

  static ValueType<Duration> positiveDuration() {
    return new ValueType<>(
        "duration",
        "must be a positive duration",
        text -> Durations.parse(text).filter(d -> d.compareTo(Duration.ZERO) > 0),
        Durations::text);
  }

  static ValueType<Integer> integer(int min, int max) {
    return new ValueType<>(
        "integer",
        "must be a whole number between " + min + " and " + max,
        text -> wholeNumber(text).filter(n -> n >= min && n <= max).map(Long::intValue),
        String::valueOf);
  }

  /** Bytes; {@code -1} stands for no limit. */
  static ValueType<Long> sizeOrUnlimited() {
    return new ValueType<>(
        "size",
        "must be a size such as 20GiB, or -1 for no limit",
        text -> text.strip().equals("-1") ? Optional.of(-1L) : size(text),
        String::valueOf);
  }

  static ValueType<Boolean> bool() {
    return new ValueType<>(
        "boolean",
        "must be true or false",
        text -> switch (text.strip().toLowerCase(Locale.ROOT)) {
          case "true" -> Optional.of(true);
          case "false" -> Optional.of(false);
          default -> Optional.empty();
        },
        String::valueOf);
  }

  static ValueType<String> oneOf(String... words) {
    List<String> known = List.of(words);
    return new ValueType<>(
        "choice",
        "must be one of " + String.join(", ", known),
        text -> Optional.of(text.strip().toLowerCase(Locale.ROOT)).filter(known::contains),
        Function.identity());
  }

  static ValueType<String> text(String rule, Function<String, Boolean> fits) {
    return new ValueType<>(
        "text", rule, text -> Optional.of(text.strip()).filter(fits::apply), Function.identity());
  }

  static ValueType<String> text() {
    return text("must not be empty", text -> !text.isEmpty());
  }

  static ValueType<Path> path() {
    return new ValueType<>(
        "path",
        "must be a path",
        text -> {
          try {
            return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text.strip()));
          } catch (InvalidPathException e) {
            return Optional.empty();
          }
        },
        Path::toString);
  }

  static ValueType<URI> httpUrl() {
    return new ValueType<>(
        "URL",
        "must be an http or https URL without a user in it",
        text -> {
          try {
            URI uri = new URI(text.strip());
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return http && uri.getHost() != null && uri.getUserInfo() == null
                ? Optional.of(uri)
                : Optional.empty();
          } catch (URISyntaxException e) {
            return Optional.empty();
          }
        },
        URI::toString);
  }

  static ValueType<String> hostPort() {
    return new ValueType<>(
        "host:port",
        "must be host:port, several separated by commas",
        text -> {
          Matcher matcher = HOST_PORT.matcher(text.strip());
          if (!matcher.matches()) {
            return Optional.empty();
          }
          String port = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
          int number = Integer.parseInt(port);
          return number >= 1 && number <= 65_535 ? Optional.of(text.strip()) : Optional.empty();
        },
        Function.identity());
  }

  /** Comma separated; empty parts are ignored. */
  ValueType<List<T>> list() {
    return new ValueType<>(
        "list of " + name,
        rule,
        text -> {
          List<T> values = new ArrayList<>();
          for (String part : text.split(",", -1)) {
            if (part.isBlank()) {
              continue;
            }
            Optional<T> value = parse.apply(part.strip());
            if (value.isEmpty()) {
              return Optional.empty();
            }
            values.add(value.get());
          }
          return Optional.of(List.copyOf(values));
        },
        values -> values.stream().map(print).collect(Collectors.joining(",")));
  }

  /** The same, refusing an empty list. */
  ValueType<List<T>> nonEmptyList() {
    ValueType<List<T>> list = list();
    return new ValueType<>(
        list.name, list.rule, text -> list.parse.apply(text).filter(v -> !v.isEmpty()), list.print);
  }

  private static Optional<Long> wholeNumber(String text) {
    try {
      return Optional.of(Long.parseLong(text.strip().replace("_", "")));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> size(String text) {
    Matcher matcher = SIZE.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String unit = matcher.group(2) == null ? "B" : matcher.group(2);
    int shift = 10 * List.of("B", "KiB", "MiB", "GiB", "TiB").indexOf(unit);
    long number = Long.parseLong(matcher.group(1));
    return number > (Long.MAX_VALUE >> shift) ? Optional.empty() : Optional.of(number << shift);
  }
}
