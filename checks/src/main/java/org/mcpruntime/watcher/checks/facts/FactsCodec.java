package org.mcpruntime.watcher.checks.facts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Facts as bytes, for stores. Equal facts give equal bytes, different facts different ones. The layout is private to one
 * {@link #VERSION}: bytes of another version are never read, they are made anew from the log.
 */
public final class FactsCodec {

  /** Raised whenever a record or an extractor changes what facts hold; names of stores carry it. */
  public static final int VERSION = 3;

  private FactsCodec() {}

  public static byte[] encode(Facts facts) {
    BinaryWriter out = new BinaryWriter();
    out.number(tag(facts));
    writeMeta(facts.meta(), out);
    if (facts instanceof PodFacts pod) {
      pod.write(out);
    } else if (facts instanceof ReplicaSetFacts replicaSet) {
      replicaSet.write(out);
    } else if (facts instanceof DeploymentFacts deployment) {
      deployment.write(out);
    } else if (facts instanceof McpServerFacts server) {
      server.write(out);
    } else if (facts instanceof ServiceFacts service) {
      service.write(out);
    } else if (facts instanceof IngressFacts ingress) {
      ingress.write(out);
    } else if (facts instanceof ConfigMapFacts configMap) {
      configMap.write(out);
    } else if (facts instanceof EventFacts event) {
      event.write(out);
    } else if (facts instanceof NodeFacts node) {
      node.write(out);
    } else if (facts instanceof EndpointSliceFacts slice) {
      slice.write(out);
    } else if (facts instanceof StatefulSetFacts statefulSet) {
      statefulSet.write(out);
    } else if (facts instanceof DaemonSetFacts daemonSet) {
      daemonSet.write(out);
    } else if (facts instanceof JobFacts job) {
      job.write(out);
    }
    return out.bytes();
  }

  /**
   * The inverse of {@link #encode}.
   *
   * @throws IllegalArgumentException when these are not bytes that {@link #encode} of this version gave
   */
  public static Facts decode(byte[] bytes) {
    BinaryReader in = new BinaryReader(bytes);
    int tag = in.integer();
    Meta meta = readMeta(in);
    Facts facts =
        switch (tag) {
          case 1 -> PodFacts.read(meta, in);
          case 2 -> ReplicaSetFacts.read(meta, in);
          case 3 -> DeploymentFacts.read(meta, in);
          case 4 -> McpServerFacts.read(meta, in);
          case 5 -> ServiceFacts.read(meta, in);
          case 6 -> IngressFacts.read(meta, in);
          case 7 -> ConfigMapFacts.read(meta, in);
          case 8 -> EventFacts.read(meta, in);
          case 9 -> NodeFacts.read(meta, in);
          case 10 -> EndpointSliceFacts.read(meta, in);
          case 11 -> StatefulSetFacts.read(meta, in);
          case 12 -> DaemonSetFacts.read(meta, in);
          case 13 -> JobFacts.read(meta, in);
          default -> throw new IllegalArgumentException("no facts have tag " + tag);
        };
    if (!in.atEnd()) {
      throw new IllegalArgumentException("bytes left over");
    }
    return facts;
  }

  private static int tag(Facts facts) {
    if (facts instanceof PodFacts) {
      return 1;
    } else if (facts instanceof ReplicaSetFacts) {
      return 2;
    } else if (facts instanceof DeploymentFacts) {
      return 3;
    } else if (facts instanceof McpServerFacts) {
      return 4;
    } else if (facts instanceof ServiceFacts) {
      return 5;
    } else if (facts instanceof IngressFacts) {
      return 6;
    } else if (facts instanceof ConfigMapFacts) {
      return 7;
    } else if (facts instanceof EventFacts) {
      return 8;
    } else if (facts instanceof NodeFacts) {
      return 9;
    } else if (facts instanceof EndpointSliceFacts) {
      return 10;
    } else if (facts instanceof StatefulSetFacts) {
      return 11;
    } else if (facts instanceof DaemonSetFacts) {
      return 12;
    } else {
      return 13;
    }
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
