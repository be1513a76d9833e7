package org.mcpruntime.watcher.checks.facts;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A JSON value with its place in the document. Absent and null are the same; a value of another type is an
 * {@link ExtractionException} that names the place. In an object whose large values were replaced before publishing, a
 * value of another type counts as absent.
 */
final class Json {

  private final @Nullable JsonNode node;
  private final String path;
  private final boolean truncated;

  Json(@Nullable JsonNode node, String path, boolean truncated) {
    this.node = node == null || node.isNull() || node.isMissingNode() ? null : node;
    this.path = path;
    this.truncated = truncated;
  }

  /** An object's member that is an object; an empty one when absent. */
  Json at(String field) throws ExtractionException {
    Json member = member(field);
    return member.node == null || member.node.isObject()
        ? member
        : member.wrong("an object").asAbsent();
  }

  boolean isAbsent() {
    return node == null;
  }

  String text(String field) throws ExtractionException {
    Json member = member(field);
    if (member.node == null) {
      return "";
    }
    if (member.node.isString()) {
      return member.node.stringValue();
    }
    member.wrong("a string");
    return "";
  }

  String text(String field, String absent) throws ExtractionException {
    String value = text(field);
    return value.isEmpty() ? absent : value;
  }

  /** A string, or a number as people write it. */
  String scalar(String field) throws ExtractionException {
    Json member = member(field);
    return member.node != null && member.node.isIntegralNumber()
        ? member.node.asString()
        : text(field);
  }

  long number(String field, long absent) throws ExtractionException {
    Json member = member(field);
    if (member.node == null) {
      return absent;
    }
    if (member.node.isIntegralNumber() && member.node.canConvertToLong()) {
      return member.node.longValue();
    }
    member.wrong("a whole number");
    return absent;
  }

  int integer(String field, int absent) throws ExtractionException {
    long value = number(field, absent);
    if (value != (int) value) {
      throw new ExtractionException(path + "." + field + ": out of range");
    }
    return (int) value;
  }

  boolean flag(String field) throws ExtractionException {
    return flag(field, false);
  }

  boolean flag(String field, boolean absent) throws ExtractionException {
    Json member = member(field);
    if (member.node == null) {
      return absent;
    }
    if (member.node.isBoolean()) {
      return member.node.booleanValue();
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
      return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
    } catch (DateTimeException e) {
      member(field).wrong("an RFC 3339 time");
      return null;
    }
  }

  /** Members of a list of objects. */
  List<Json> list(String field) throws ExtractionException {
    List<Json> members = new ArrayList<>();
    for (Json element : elements(field)) {
      if (element.node != null && element.node.isObject()) {
        members.add(element);
      } else {
        element.wrong("an object");
      }
    }
    return members;
  }

  /** Members of a list of strings. */
  List<String> texts(String field) throws ExtractionException {
    List<String> members = new ArrayList<>();
    for (Json element : elements(field)) {
      if (element.node != null && element.node.isString()) {
        members.add(element.node.stringValue());
      } else {
        element.wrong("a string");
      }
    }
    return members;
  }

  /** Names of the members of an object, sorted. */
  List<String> names() {
    return node == null ? List.of() : node.propertyNames().stream().sorted().toList();
  }

  private List<Json> elements(String field) throws ExtractionException {
    Json member = member(field);
    if (member.node == null) {
      return List.of();
    }
    if (!member.node.isArray()) {
      member.wrong("a list");
      return List.of();
    }
    List<Json> elements = new ArrayList<>();
    for (int i = 0; i < member.node.size(); i++) {
      elements.add(new Json(member.node.get(i), member.path + "[" + i + "]", truncated));
    }
    return elements;
  }

  private Json member(String field) {
    return new Json(node == null ? null : node.get(field), path + "." + field, truncated);
  }

  private Json asAbsent() {
    return new Json(null, path, truncated);
  }

  private Json wrong(String expected) throws ExtractionException {
    if (!truncated) {
      throw new ExtractionException(path + ": expected " + expected);
    }
    return this;
  }
}
