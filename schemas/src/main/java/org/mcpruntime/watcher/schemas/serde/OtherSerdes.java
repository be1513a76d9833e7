package org.mcpruntime.watcher.schemas.serde;

import java.io.EOFException;
import java.nio.BufferUnderflowException;
import java.util.function.Supplier;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.InvalidNumberEncodingException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Calls the serializers and deserializers of others, and says in the words of ours why they failed. They tell bytes that
 * can never be read and a registry that does not answer by the same {@link SerializationException}, and only its causes
 * differ. A failure is about the record only where nothing in its chain is known to come from elsewhere than from reading
 * it; everything else is a {@link RegistryException}, since a record that is set aside for the registry's failure is lost.
 */
public final class OtherSerdes {
  private OtherSerdes() {}

  /**
   * What the call gives.
   *
   * @throws RegistryException when calling again may help
   * @throws SerializationException when the record itself is bad
   */
  public static <T> T call(Supplier<T> serde) {
    try {
      return serde.get();
    } catch (RegistryException | InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      throw isAboutTheRecord(e)
          ? new SerializationException(message(e), e)
          : new RegistryException(message(e), 0, e);
    }
  }

  private static boolean isAboutTheRecord(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (!comesFromReading(cause)) {
        return false;
      }
    }
    return true;
  }

  private static boolean comesFromReading(Throwable cause) {
    return cause instanceof SerializationException
        || cause instanceof AvroRuntimeException
        || cause instanceof InvalidNumberEncodingException
        || cause instanceof EOFException
        || cause instanceof BufferUnderflowException
        || cause instanceof IndexOutOfBoundsException
        || cause instanceof UnsupportedOperationException;
  }

  /** Of what is below only the class: its message may name an address with a password. */
  private static String message(RuntimeException thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = thrown.getMessage() == null ? "" : thrown.getMessage();
    return thrown.getCause() == null && !message.isEmpty()
        ? message
        : (message + " (" + root.getClass().getSimpleName() + ")").strip();
  }
}
