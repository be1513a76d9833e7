package org.mcpruntime.watcher.correlator.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Operation;

@Timeout(60)
final class ReadAheadTest {

  private static final int MANY = 10_000;

  private final AtomicInteger decoded = new AtomicInteger();
  private final AtomicReference<Thread> reader = new AtomicReference<>();

  @Test
  void givesTheSameRecordsInTheSameOrder() {
    // When
    List<Long> offsets = new ArrayList<>();
    try (ReadAhead ahead = ReadAhead.of(records(MANY))) {
      ahead.forEachRemaining(record -> offsets.add(record.offset()));
      // Then
      assertThat(offsets).hasSize(MANY).isSorted().doesNotHaveDuplicates();
      assertThat(ahead.hasNext()).isFalse();
      assertThatThrownBy(ahead::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void decodesEachRecordOnceInItsOwnThread() throws UnreadableRecordException {
    // When
    try (ReadAhead ahead = ReadAhead.of(records(MANY))) {
      while (ahead.hasNext()) {
        LogRecord record = ahead.next();
        record.body().decode();
        record.body().decode();
      }
    }
    // Then
    assertThat(decoded).hasValue(MANY);
    assertThat(reader.get()).isNotSameAs(Thread.currentThread());
  }

  @Test
  void keepsWhatCannotBeReadForTheOneWhoAsks() {
    // Given
    LogRecord bad = record(0, () -> {
      throw new UnreadableRecordException("bad bytes");
    });
    // When
    try (ReadAhead ahead = ReadAhead.of(List.of(bad, record(1)).iterator())) {
      LogRecord first = ahead.next();
      LogRecord second = ahead.next();
      // Then
      assertThatThrownBy(first.body()::decode)
          .isInstanceOf(UnreadableRecordException.class)
          .hasMessage("bad bytes");
      assertThat(second.offset()).isEqualTo(1);
      assertThat(ahead.hasNext()).isFalse();
    }
  }

  @Test
  void failsBehindTheLastRecordBeforeTheFailure() {
    for (Throwable failure : List.of(new IllegalStateException("away"), new StackOverflowError())) {
      // Given
      Iterator<LogRecord> log = new Iterator<>() {
        private int given;

        @Override
        public boolean hasNext() {
          return true;
        }

        @Override
        public LogRecord next() {
          if (given == 100 && failure instanceof Error error) {
            throw error;
          } else if (given == 100 && failure instanceof RuntimeException exception) {
            throw exception;
          }
          return record(given++);
        }
      };
      try (ReadAhead ahead = ReadAhead.of(log)) {
        // When
        for (int i = 0; i < 100; i++) {
          assertThat(ahead.next().offset()).isEqualTo(i);
        }
        // Then
        assertThatThrownBy(ahead::hasNext).isSameAs(failure);
        assertThatThrownBy(ahead::next).isSameAs(failure);
      }
    }
  }

  @Test
  void endsItsThreadWhenItIsClosedBeforeTheEnd() {
    // Given
    Iterator<LogRecord> endless =
        IntStream.iterate(0, i -> i + 1).mapToObj(this::record).iterator();
    ReadAhead ahead = ReadAhead.of(endless);
    ahead.next();
    Thread thread = Objects.requireNonNull(reader.get());
    // When
    ahead.close();
    // Then
    assertThat(thread.isAlive()).isFalse();
    assertThat(endless.next().offset()).isEqualTo(decoded.get());
  }

  @Test
  void doesNotRunFarAhead() {
    // Given
    try (ReadAhead ahead = ReadAhead.of(records(MANY))) {
      for (int taken = 1; ahead.hasNext(); taken++) {
        ahead.next();
        // Then
        assertThat(decoded.get() - taken).isLessThan(1_000);
      }
    }
  }

  private Iterator<LogRecord> records(int count) {
    return IntStream.range(0, count).mapToObj(this::record).iterator();
  }

  private LogRecord record(int offset) {
    return record(offset, () -> {
      decoded.incrementAndGet();
      reader.set(Thread.currentThread());
      ClusterEvent event = new ClusterEvent();
      event.setOperation(Operation.TICK);
      return event;
    });
  }

  private static LogRecord record(int offset, LogRecord.Body body) {
    return new LogRecord("events", 0, offset, offset, "prod/-/Tick/-/-", null, body);
  }
}
