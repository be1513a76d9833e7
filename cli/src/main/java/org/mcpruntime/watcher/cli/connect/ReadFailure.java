package org.mcpruntime.watcher.cli.connect;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.mcpruntime.watcher.schemas.serde.RegistryException;

/** Why reading from Kafka did not work, for a person: what is to be looked at, and no advice of a library. */
public final class ReadFailure {

  private ReadFailure() {}

  public static String words(KafkaException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RegistryException registry) {
        return "cannot read from Kafka without the schema registry: " + registry.getMessage()
            + (registry.isOutage() ? " (is registry.url right, and is it running?)" : "");
      }
      if (cause instanceof AuthorizationException) {
        return "Kafka does not let us read: " + cause.getMessage();
      }
    }
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return "cannot read from Kafka: " + deepest.getMessage()
        + (failure instanceof RetriableException ? " (it may help to try again)" : "");
  }
}
