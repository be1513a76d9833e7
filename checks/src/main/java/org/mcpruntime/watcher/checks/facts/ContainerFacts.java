package org.mcpruntime.watcher.checks.facts;

import org.jspecify.annotations.Nullable;

/**
 * One container of a pod.
 *
 * @param image as the spec asks for it, not as the node resolved it
 * @param probed it has a readiness probe, so that being ready means something
 * @param state what it does now; null before the kubelet reported
 * @param lastTermination how its previous run ended
 */
public record ContainerFacts(
    String name,
    Role role,
    String image,
    boolean probed,
    boolean ready,
    int restartCount,
    @Nullable ContainerState state,
    @Nullable Termination lastTermination) {

  /** When a container runs. */
  public enum Role {
    /** Before the others, to completion. */
    INIT,
    /** An init container that keeps running. */
    SIDECAR,
    REGULAR
  }

  /** Field path of its status, as people write it in evidence. */
  public String statusPath() {
    return (role == Role.REGULAR ? "status.containerStatuses[" : "status.initContainerStatuses[")
        + name + "]";
  }

  void write(BinaryWriter out) {
    out.text(name);
    out.text(role.name());
    out.text(image);
    out.flag(probed);
    out.flag(ready);
    out.number(restartCount);
    out.nullable(state, value -> writeState(value, out));
    out.nullable(lastTermination, value -> value.write(out));
  }

  static ContainerFacts read(BinaryReader in) {
    return new ContainerFacts(
        in.text(),
        Role.valueOf(in.text()),
        in.text(),
        in.flag(),
        in.flag(),
        in.integer(),
        in.nullable(() -> readState(in)),
        in.nullable(() -> Termination.read(in)));
  }

  private static void writeState(ContainerState state, BinaryWriter out) {
    if (state instanceof ContainerState.Waiting waiting) {
      out.number(0);
      out.text(waiting.reason());
      out.text(waiting.message());
    } else if (state instanceof ContainerState.Running running) {
      out.number(1);
      out.nullable(running.startedAt(), out::time);
    } else if (state instanceof ContainerState.Terminated terminated) {
      out.number(2);
      terminated.termination().write(out);
    }
  }

  private static ContainerState readState(BinaryReader in) {
    return switch (in.integer()) {
      case 0 -> new ContainerState.Waiting(in.text(), in.text());
      case 1 -> new ContainerState.Running(in.nullable(in::time));
      case 2 -> new ContainerState.Terminated(Termination.read(in));
      default -> throw new IllegalArgumentException("not a container state");
    };
  }
}
