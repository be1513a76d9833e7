package org.mcpruntime.watcher.checks.facts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Facts as bytes, for stores. Equal facts give equal bytes, different facts different ones. The layout is private to one
 * {@link #VERSION}: bytes of another version are never read, they are made anew from the log.
 */
public final class FactsCodec {

  /** Raised whenever a record or an extractor changes what facts hold, or the engine how it stores; names of stores carry it. */
  public static final int VERSION = 7;

  /** How facts of one kind are written and read. */
  private record Shape<F extends Facts>(
      Class<F> type, BiConsumer<F, BinaryWriter> writer, BiFunction<Meta, BinaryReader, F> reader) {

    void write(Facts facts, BinaryWriter out) {
      writer.accept(type.cast(facts), out);
    }

    F read(Meta meta, BinaryReader in) {
      return reader.apply(meta, in);
    }
  }

  /** The tag of a kind is its place. */
  private static final List<Shape<?>> SHAPES = List.of(
      new Shape<>(PodFacts.class, PodFacts::write, PodFacts::read),
      new Shape<>(ReplicaSetFacts.class, ReplicaSetFacts::write, ReplicaSetFacts::read),
      new Shape<>(DeploymentFacts.class, DeploymentFacts::write, DeploymentFacts::read),
      new Shape<>(McpServerFacts.class, McpServerFacts::write, McpServerFacts::read),
      new Shape<>(ServiceFacts.class, ServiceFacts::write, ServiceFacts::read),
      new Shape<>(IngressFacts.class, IngressFacts::write, IngressFacts::read),
      new Shape<>(ConfigMapFacts.class, ConfigMapFacts::write, ConfigMapFacts::read),
      new Shape<>(EventFacts.class, EventFacts::write, EventFacts::read),
      new Shape<>(NodeFacts.class, NodeFacts::write, NodeFacts::read),
      new Shape<>(EndpointSliceFacts.class, EndpointSliceFacts::write, EndpointSliceFacts::read),
      new Shape<>(StatefulSetFacts.class, StatefulSetFacts::write, StatefulSetFacts::read),
      new Shape<>(DaemonSetFacts.class, DaemonSetFacts::write, DaemonSetFacts::read),
      new Shape<>(JobFacts.class, JobFacts::write, JobFacts::read),
      new Shape<>(
          PersistentVolumeClaimFacts.class,
          PersistentVolumeClaimFacts::write,
          PersistentVolumeClaimFacts::read),
      new Shape<>(StorageClassFacts.class, StorageClassFacts::write, StorageClassFacts::read),
      new Shape<>(CronJobFacts.class, CronJobFacts::write, CronJobFacts::read));

  private static final Map<Class<?>, Integer> TAGS = IntStream.range(0, SHAPES.size())
      .boxed()
      .collect(Collectors.toUnmodifiableMap(place -> SHAPES.get(place).type(), place -> place + 1));

  private FactsCodec() {}

  public static byte[] encode(Facts facts) {
    Integer tag = TAGS.get(facts.getClass());
    if (tag == null) {
      throw new IllegalArgumentException("no tag for " + facts.getClass().getSimpleName());
    }
    BinaryWriter out = new BinaryWriter();
    out.number(tag);
    writeMeta(facts.meta(), out);
    SHAPES.get(tag - 1).write(facts, out);
    return out.toBytes();
  }

  /**
   * The inverse of {@link #encode}.
   *
   * @throws IllegalArgumentException when these are not bytes that {@link #encode} of this version gave
   */
  public static Facts decode(byte[] bytes) {
    BinaryReader in = new BinaryReader(bytes);
    int tag = in.integer();
    if (tag < 1 || tag > SHAPES.size()) {
      throw new IllegalArgumentException("no facts have tag " + tag);
    }
    Meta meta = readMeta(in);
    Facts facts = SHAPES.get(tag - 1).read(meta, in);
    if (!in.atEnd()) {
      throw new IllegalArgumentException("bytes left over");
    }
    return facts;
  }

  private static void writeMeta(Meta meta, BinaryWriter out) {
    out.ref(meta.ref());
    out.text(meta.uid());
    out.number(meta.generation());
    out.nullable(meta.createdAt(), out::time);
    out.nullable(meta.controller(), owner -> {
      out.ref(owner.ref());
      out.text(owner.uid());
    });
    out.flag(meta.deleting());
    out.flag(meta.truncated());
  }

  private static Meta readMeta(BinaryReader in) {
    ObjectRef ref = in.ref();
    String uid = in.text();
    long generation = in.number();
    @Nullable Instant createdAt = in.nullable(in::time);
    @Nullable Owner controller = in.nullable(() -> new Owner(in.ref(), in.text()));
    return new Meta(ref, uid, generation, createdAt, controller, in.flag(), in.flag());
  }
}
