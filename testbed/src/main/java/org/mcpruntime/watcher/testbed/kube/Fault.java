package org.mcpruntime.watcher.testbed.kube;

import java.time.Duration;

/** One way in which the server misbehaves. */
public sealed interface Fault {
  /**
   * An error instead of the answer.
   *
   * @param code HTTP status
   * @param retryAfter sent to the client in whole seconds; zero for none
   */
  record Refusal(int code, Duration retryAfter) implements Fault {}

  /** An error instead of one page of a list; the first page is 1. */
  record FailedPage(int page, int code) implements Fault {}

  /** The answer begins late. */
  record Late(Duration delay) implements Fault {}

  /** The answer's body is written slowly. */
  record Slow(int bytesPerSecond) implements Fault {}

  /**
   * The connection breaks off: for a list in the middle of its body; for a watch at once, or in the
   * middle of its next line.
   */
  record Cut(boolean midLine) implements Fault {}

  /** An open watch gets an ERROR event with code 410 and ends, the HTTP status being 200. */
  record ExpiredEvent() implements Fault {}

  /** Text that is not JSON: in a watch as a line before the next change, in a list something among the items. */
  record Garbage(String text) implements Fault {}

  /** The next object carries an annotation of this size. */
  record Huge(int bytes) implements Fault {}

  /** A list shows the state at an older position, as a server answers that lags behind the others. */
  record Stale(long resourceVersion) implements Fault {}

  /** A watch stays open and says nothing; what changes meanwhile it never tells. */
  record Silent() implements Fault {}

  /** A watch leaves a change out. */
  record Lost() implements Fault {}

  static Fault gone() {
    return new Refusal(410, Duration.ZERO);
  }

  static Fault expiredEvent() {
    return new ExpiredEvent();
  }

  static Fault unauthorized() {
    return new Refusal(401, Duration.ZERO);
  }

  static Fault forbidden() {
    return new Refusal(403, Duration.ZERO);
  }

  static Fault notFound() {
    return new Refusal(404, Duration.ZERO);
  }

  static Fault tooManyRequests(Duration retryAfter) {
    return new Refusal(429, retryAfter);
  }

  static Fault internalError() {
    return new Refusal(500, Duration.ZERO);
  }

  static Fault unavailable() {
    return new Refusal(503, Duration.ZERO);
  }

  static Fault failedPage(int page, int code) {
    return new FailedPage(page, code);
  }

  static Fault late(Duration delay) {
    return new Late(delay);
  }

  static Fault slow(int bytesPerSecond) {
    return new Slow(bytesPerSecond);
  }

  static Fault cutBetweenLines() {
    return new Cut(false);
  }

  static Fault cutMidLine() {
    return new Cut(true);
  }

  static Fault garbage() {
    return garbage("}<not json>{");
  }

  /** With this text in watches. */
  static Fault garbage(String text) {
    return new Garbage(text);
  }

  static Fault huge(int bytes) {
    return new Huge(bytes);
  }

  static Fault stale(long resourceVersion) {
    return new Stale(resourceVersion);
  }

  static Fault silent() {
    return new Silent();
  }

  static Fault lost() {
    return new Lost();
  }
}
