package org.mcpruntime.watcher.cli.command;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.connect.Connection;
import org.mcpruntime.watcher.cli.connect.TopicReader;
import org.mcpruntime.watcher.cli.incident.AvroJson;
import org.mcpruntime.watcher.cli.incident.IncidentBook;
import org.mcpruntime.watcher.cli.incident.IncidentLine;
import org.mcpruntime.watcher.cli.output.Documents;
import org.mcpruntime.watcher.cli.output.Format;
import org.mcpruntime.watcher.schemas.avro.Incident;

/** Follows the incidents topic until the process is interrupted or nobody reads: first what fits now, then every change that fits. */
final class IncidentWatch {

  private final CommandContext context;
  private final Connection connection;
  private final IncidentFilter filter;
  private final Format format;
  private final IncidentBook book = new IncidentBook();

  IncidentWatch(
      CommandContext context, Connection connection, IncidentFilter filter, Format format) {
    this.context = context;
    this.connection = connection;
    this.filter = filter;
    this.format = format;
  }

  void run() {
    try (TopicReader<Incident> reader = TopicReader.open(
        connection, connection.topics().incidents(), Incident.class, context::leaveOut)) {
      reader.readToEnd(record -> take(record.value(), record.key()));
      book.all().stream()
          .filter(filter::test)
          .filter(this::isShown)
          .sorted(Comparator.comparing(Incident::getUpdatedAt))
          .forEach(this::print);
      // Whoever read it may have gone, as `head` does.
      while (!context.shell().out().checkError() && !Thread.currentThread().isInterrupted()) {
        List<Incident> batch = new ArrayList<>();
        reader.poll(Duration.ofSeconds(1), record -> {
          if (take(record.value(), record.key())) {
            batch.add(record.value());
          }
        });
        // The whole batch is known before its first line: a cause may stand behind its effect.
        batch.stream().filter(this::isShown).filter(this::fits).forEach(this::print);
      }
    }
  }

  private boolean take(@Nullable Incident incident, String id) {
    if (incident == null) {
      book.remove(id);
      return false;
    }
    book.apply(incident);
    return true;
  }

  /** A change of something that fitted is shown even if it is now resolved. */
  private boolean fits(Incident incident) {
    return filter.status == IncidentFilter.Status.open
        ? filter.concerns(incident)
        : filter.test(incident);
  }

  private boolean isShown(Incident incident) {
    return format.isDocument()
        || format == Format.WIDE
        || book.causes(incident).stream().noneMatch(filter::concerns);
  }

  private void print(Incident incident) {
    if (format.isDocument()) {
      Documents.writeNext(context.shell().out(), format, AvroJson.of(incident));
    } else {
      Instant now = context.shell().clock().instant();
      context.print(List.of(IncidentLine.of(
          incident, context.times(), context.out(), context.shell().width(), now)));
    }
  }
}
