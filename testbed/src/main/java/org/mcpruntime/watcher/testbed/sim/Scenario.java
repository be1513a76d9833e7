package org.mcpruntime.watcher.testbed.sim;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.mcpruntime.watcher.testbed.sim.scene.Manifests;

/**
 * What happens to a cluster, as acts in the order of time, beginning with its creation. The number
 * of acts may be without limit.
 */
public final class Scenario {
  private final List<Act> script;
  private final IntFunction<Optional<Act>> sequel;

  private Scenario(List<Act> script, IntFunction<Optional<Act>> sequel) {
    this.script = script.stream().sorted(Comparator.comparing(Act::at)).toList();
    this.sequel = sequel;
  }

  /** The demo: healthy with a past; three failures in its first 20 minutes; life without end. */
  public static Scenario demo() {
    return new Scenario(DemoScript.acts(), DemoSequel::act);
  }

  /** The demo's cluster, to which nothing happens but what a test does. */
  public static Scenario calm() {
    return new Scenario(DemoPast.acts(), number -> Optional.empty());
  }

  /** Nodes, the platform and the teams' namespaces, without Sentinel and without servers. */
  public static Scenario bare() {
    return of(List.of(
        act(Duration.ofHours(-2), on -> Manifests.load("k3s").forEach(on::apply)),
        act(Duration.ofMinutes(-115), on -> {
          Manifests.definitions().forEach(on::apply);
          Manifests.load("platform").forEach(on::apply);
          Manifests.load("tenants").forEach(on::apply);
        })));
  }

  /** Exactly these acts. */
  public static Scenario of(List<Act> acts) {
    return new Scenario(acts, number -> Optional.empty());
  }

  /** This scenario with further acts. */
  public Scenario with(List<Act> more) {
    return new Scenario(Stream.concat(script.stream(), more.stream()).toList(), sequel);
  }

  private static Act act(Duration at, Consumer<Interventions> what) {
    return new Act(at, what);
  }

  /** The act of a number, from 0; empty when there are no more. */
  Optional<Act> act(int number) {
    return number < script.size()
        ? Optional.of(script.get(number))
        : sequel.apply(number - script.size());
  }

  /** When the first act is due. */
  Duration begin() {
    return act(0).map(Act::at).orElse(Duration.ZERO);
  }
}
