package org.mcpruntime.watcher.collector.api;

/** An answer, or why there is none. */
public sealed interface ApiResult<T> {
  /** The answer. */
  record Answer<T>(T value) implements ApiResult<T> {}

  /** No answer. */
  record Failed<T>(ApiFailure failure) implements ApiResult<T> {}

  static <T> ApiResult<T> answer(T value) {
    return new Answer<>(value);
  }

  static <T> ApiResult<T> failed(ApiFailure failure) {
    return new Failed<>(failure);
  }
}
