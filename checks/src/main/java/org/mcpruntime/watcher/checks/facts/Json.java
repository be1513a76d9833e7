package org.mcpruntime.watcher.checks.facts;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value with its place in the document. Absent and null are the same; a value of another type is an
 * {@link ExtractionException} that names the place. In an object whose large values were replaced before publishing, a
 * value of another type counts as absent.
 */
final class Json {

  private static final String PLAIN_UTC = "0000-00-00T00:00:00Z";

  private final JsonIndex index;

  /** {@link JsonIndex#ABSENT} when it is absent or null. */
  private final int value;

  private final boolean truncated;

  /** Where it stands: within which value, and there under which name or, without one, at which position. */
  private final @Nullable Json parent;

  private final @Nullable String name;
  private final int position;

  private Json(
      JsonIndex index,
      int value,
      boolean truncated,
      @Nullable Json parent,
      @Nullable String name,
      int position) {
    this.index = index;
    this.value = value != JsonIndex.ABSENT && index.is(value, JsonIndex.Type.NULL)
        ? JsonIndex.ABSENT
        : value;
    this.truncated = truncated;
    this.parent = parent;
    this.name = name;
    this.position = position;
  }

  /** A whole document, which must be an object. */
  static Json parse(byte[] json, boolean truncated) throws ExtractionException {
    JsonIndex index = JsonIndex.of(json);
    if (!index.is(JsonIndex.ROOT, JsonIndex.Type.OBJECT)) {
      throw new ExtractionException("not a JSON object");
    }
    return new Json(index, JsonIndex.ROOT, truncated, null, null, 0);
  }

  /** An object's member that is an object; an empty one when absent. */
  Json at(String field) throws ExtractionException {
    Json member = member(field);
    return member.isAbsent() || member.is(JsonIndex.Type.OBJECT)
        ? member
        : member.wrong("an object").asAbsent();
  }

  boolean isAbsent() {
    return value == JsonIndex.ABSENT;
  }

  String text(String field) throws ExtractionException {
    return member(field).text();
  }

  String text(String field, String absent) throws ExtractionException {
    String text = text(field);
    return text.isEmpty() ? absent : text;
  }

  /** A string, or a number as people write it. */
  String scalar(String field) throws ExtractionException {
    Json member = member(field);
    return member.isWholeNumber() ? index.text(member.value) : text(field);
  }

  long number(String field, long absent) throws ExtractionException {
    Json member = member(field);
    if (member.isAbsent()) {
      return absent;
    }
    if (member.isWholeNumber()) {
      try {
        return Long.parseLong(index.text(member.value));
      } catch (NumberFormatException e) {
        // More digits than fit.
      }
    }
    member.wrong("a whole number");
    return absent;
  }

  int integer(String field, int absent) throws ExtractionException {
    long number = number(field, absent);
    if (number != (int) number) {
      throw new ExtractionException(member(field).path() + ": out of range");
    }
    return (int) number;
  }

  boolean flag(String field) throws ExtractionException {
    return flag(field, false);
  }

  boolean flag(String field, boolean absent) throws ExtractionException {
    Json member = member(field);
    if (member.isAbsent()) {
      return absent;
    }
    if (member.is(JsonIndex.Type.TRUE) || member.is(JsonIndex.Type.FALSE)) {
      return member.is(JsonIndex.Type.TRUE);
    }
    member.wrong("true or false");
    return absent;
  }

  /** Times are kept to the millisecond. */
  @Nullable
  Instant time(String field) throws ExtractionException {
    String text = text(field);
    if (text.isEmpty()) {
      return null;
    }
    try {
      Instant plain = plainUtc(text);
      return plain != null
          ? plain
          : OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
    } catch (DateTimeException e) {
      member(field).wrong("an RFC 3339 time");
      return null;
    }
  }

  /** Members of a list of objects. */
  List<Json> list(String field) throws ExtractionException {
    Json list = member(field);
    if (list.isAbsent()) {
      return List.of();
    }
    if (!list.is(JsonIndex.Type.ARRAY)) {
      list.wrong("a list");
      return List.of();
    }
    List<Json> members = new ArrayList<>();
    int end = index.next(list.value);
    int position = 0;
    for (int each = index.first(list.value); each < end; each = index.next(each)) {
      Json element = new Json(index, each, truncated, list, null, position++);
      if (element.is(JsonIndex.Type.OBJECT)) {
        members.add(element);
      } else {
        element.wrong("an object");
      }
    }
    return members;
  }

  /** Names of the members of an object, sorted. */
  Set<String> names() {
    return members().keySet();
  }

  /** Members of an object of strings, by name. */
  SortedMap<String, String> texts() throws ExtractionException {
    SortedMap<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, Json> member : members().entrySet()) {
      texts.put(member.getKey(), member.getValue().text());
    }
    return texts;
  }

  private SortedMap<String, Json> members() {
    SortedMap<String, Json> members = new TreeMap<>();
    if (!isAbsent()) {
      int end = index.next(value);
      for (int each = index.first(value); each < end; each = index.next(each + 1)) {
        String member = index.text(each);
        members.put(member, new Json(index, each + 1, truncated, this, member, 0));
      }
    }
    return members;
  }

  private Json member(String field) {
    int found = isAbsent() ? JsonIndex.ABSENT : index.member(value, field);
    return new Json(index, found, truncated, this, field, 0);
  }

  /** Nothing, in its place. */
  Json asAbsent() {
    return new Json(index, JsonIndex.ABSENT, truncated, parent, name, position);
  }

  private boolean is(JsonIndex.Type type) {
    return value != JsonIndex.ABSENT && index.is(value, type);
  }

  private String text() throws ExtractionException {
    if (isAbsent()) {
      return "";
    }
    if (is(JsonIndex.Type.STRING) || is(JsonIndex.Type.ESCAPED)) {
      return index.text(value);
    }
    wrong("a string");
    return "";
  }

  private boolean isWholeNumber() {
    return is(JsonIndex.Type.NUMBER) && index.isWhole(value);
  }

  private Json wrong(String expected) throws ExtractionException {
    if (!truncated) {
      throw new ExtractionException(path() + ": expected " + expected);
    }
    return this;
  }

  private String path() {
    if (parent == null) {
      return "";
    }
    return parent.path() + (name == null ? "[" + position + "]" : "." + name);
  }

  /** Kubernetes writes nearly all its times in one form; null when this is another. */
  private static @Nullable Instant plainUtc(String text) {
    if (text.length() != PLAIN_UTC.length()) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      char expected = PLAIN_UTC.charAt(i);
      char found = text.charAt(i);
      if (expected == '0' ? found < '0' || found > '9' : found != expected) {
        return null;
      }
    }
    return LocalDateTime.of(
            100 * twoDigits(text, 0) + twoDigits(text, 2),
            twoDigits(text, 5),
            twoDigits(text, 8),
            twoDigits(text, 11),
            twoDigits(text, 14),
            twoDigits(text, 17))
        .toInstant(ZoneOffset.UTC);
  }

  private static int twoDigits(String text, int at) {
    return 10 * (text.charAt(at) - '0') + text.charAt(at + 1) - '0';
  }
}
