package org.mcpruntime.watcher.collector.api;

import java.time.Duration;
import java.util.Optional;

/** Why the API gave no answer. Decided by status code, never by message text. */
public sealed interface ApiFailure {
  /** Short, CamelCase, stable; stands in the coverage. */
  String reason();

  /** How long the server asks to be left alone. */
  default Optional<Duration> retryAfter() {
    return Optional.empty();
  }

  /** The position is too old: what came after it has to be read by a list. */
  record Gone() implements ApiFailure {
    @Override
    public String reason() {
      return "Expired";
    }
  }

  /** We may not read this. */
  record Forbidden() implements ApiFailure {
    @Override
    public String reason() {
      return "Forbidden";
    }
  }

  /** Not served, or not there. */
  record NotFound() implements ApiFailure {
    @Override
    public String reason() {
      return "NotFound";
    }
  }

  /** The server does not know who we are: credentials are wrong, or no longer valid. */
  record Unauthorized() implements ApiFailure {
    @Override
    public String reason() {
      return "Unauthorized";
    }
  }

  /** The server is too busy for us now. */
  record TooManyRequests(Duration pause) implements ApiFailure {
    @Override
    public String reason() {
      return "TooManyRequests";
    }

    @Override
    public Optional<Duration> retryAfter() {
      return pause.isZero() ? Optional.empty() : Optional.of(pause);
    }
  }

  /**
   * The server failed.
   *
   * @param pause from its Retry-After; zero when it said nothing
   */
  record ServerError(int code, Duration pause) implements ApiFailure {
    @Override
    public String reason() {
      return "ServerError";
    }

    @Override
    public Optional<Duration> retryAfter() {
      return pause.isZero() ? Optional.empty() : Optional.of(pause);
    }
  }

  /** The server rejects the request in a way we do not expect. */
  record Rejected(int code) implements ApiFailure {
    @Override
    public String reason() {
      return "Rejected";
    }
  }

  /** No connection, no answer in time, or an answer that broke off. */
  record Unreachable() implements ApiFailure {
    @Override
    public String reason() {
      return "Unreachable";
    }
  }

  /** The answer cannot be understood. */
  record Malformed() implements ApiFailure {
    @Override
    public String reason() {
      return "Malformed";
    }
  }

  /** The failure that a status code tells; {@code retryAfter} is zero when the server said nothing. */
  static ApiFailure ofCode(int code, Duration retryAfter) {
    return switch (code) {
      case 401 -> new Unauthorized();
      case 403 -> new Forbidden();
      case 404 -> new NotFound();
      case 410 -> new Gone();
      case 429 -> new TooManyRequests(retryAfter);
      default -> code >= 500 ? new ServerError(code, retryAfter) : new Rejected(code);
    };
  }
}
