package org.mcpruntime.watcher.correlator.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.mcpruntime.watcher.checks.facts.BinaryReader;
import org.mcpruntime.watcher.checks.facts.BinaryWriter;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.serde.RecordSchema;

/** Lives as bytes. The last incident record is kept as the Avro body that was published. */
final class LifeCodec {

  private static final Schema SCHEMA = RecordSchema.of(Incident.class).schema();

  private static final int PENDING = 1;
  private static final int OPEN = 2;
  private static final int SETTLING = 3;
  private static final int RESOLVED = 4;
  private static final int RETURNING = 5;

  private LifeCodec() {}

  static byte[] encode(Life life, long due) {
    BinaryWriter out = new BinaryWriter();
    out.number(due);
    write(life, out);
    return out.toBytes();
  }

  static StoredLife decode(byte[] bytes) {
    BinaryReader in = new BinaryReader(bytes);
    long due = in.number();
    return new StoredLife(read(in), due);
  }

  private static void write(Life life, BinaryWriter out) {
    if (life instanceof Life.Pending pending) {
      out.number(PENDING);
      write(pending, out);
    } else if (life instanceof Life.Open open) {
      out.number(OPEN);
      write(open, out);
    } else if (life instanceof Life.Settling settling) {
      out.number(SETTLING);
      write(settling.open(), out);
      settling.settle().write(out);
      settling.began().write(out);
    } else if (life instanceof Life.Resolved resolved) {
      out.number(RESOLVED).bytes(IncidentBody.of(resolved.told()));
    } else if (life instanceof Life.Returning returning) {
      out.number(RETURNING).bytes(IncidentBody.of(returning.told()));
      write(returning.pending(), out);
    } else {
      throw new IllegalArgumentException("nothing to store of " + life);
    }
  }

  private static Life read(BinaryReader in) {
    int kind = in.integer();
    return switch (kind) {
      case PENDING -> pending(in);
      case OPEN -> open(in);
      case SETTLING -> new Life.Settling(open(in), Stopwatch.read(in), RecordRef.read(in));
      case RESOLVED -> new Life.Resolved(incident(in));
      case RETURNING -> new Life.Returning(incident(in), pending(in));
      default -> throw new IllegalArgumentException("no life has tag " + kind);
    };
  }

  private static void write(Life.Pending pending, BinaryWriter out) {
    pending.hold().write(out);
    out.text(pending.token());
    pending.onset().write(out);
  }

  private static Life.Pending pending(BinaryReader in) {
    return new Life.Pending(Stopwatch.read(in), in.text(), Onset.read(in));
  }

  private static void write(Life.Open open, BinaryWriter out) {
    out.bytes(IncidentBody.of(open.told()));
    open.onset().write(out);
    out.list(open.opened(), origin -> origin.write(out));
    out.list(open.causes(), out::text);
    out.number(open.grouped());
    out.nullable(open.calmer(), calmer -> {
      calmer.settle().write(out);
      calmer.saying().write(out);
    });
    out.nullable(open.eased(), eased -> {
      out.number(eased.at());
      eased.before().write(out);
    });
  }

  private static Life.Open open(BinaryReader in) {
    return new Life.Open(
        incident(in),
        Onset.read(in),
        in.list(() -> RecordRef.read(in)),
        in.list(in::text),
        in.number(),
        in.nullable(() -> new Life.Calmer(Stopwatch.read(in), Saying.read(in))),
        in.nullable(() -> new Life.Eased(in.number(), Saying.read(in))));
  }

  private static Incident incident(BinaryReader in) {
    try {
      return new SpecificDatumReader<Incident>(SCHEMA)
          .read(null, DecoderFactory.get().binaryDecoder(in.bytes(), null));
    } catch (IOException e) {
      throw new UncheckedIOException("bytes are not an incident of this version", e);
    }
  }
}
