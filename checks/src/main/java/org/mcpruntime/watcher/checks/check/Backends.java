package org.mcpruntime.watcher.checks.check;

import java.util.List;
import org.mcpruntime.watcher.checks.facts.EndpointSliceFacts;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.Link;
import org.mcpruntime.watcher.checks.facts.ServiceFacts;
import org.mcpruntime.watcher.checks.facts.WorkloadFacts;

/**
 * What stands behind a Service.
 *
 * @param slices its EndpointSlices
 * @param workloads controllers whose pods it selects; pods without such a controller are seen in the slices only
 */
public record Backends(List<EndpointSliceFacts> slices, List<WorkloadFacts> workloads) {

  /** Of the workloads. */
  public static final List<KindRef> KINDS =
      List.of(Kinds.DEPLOYMENT, Kinds.STATEFUL_SET, Kinds.DAEMON_SET);

  public Backends {
    slices = List.copyOf(slices);
    workloads = List.copyOf(workloads);
  }

  /** Whether any endpoint gets traffic; asked first, since it is so nearly always. */
  public static boolean anyReady(ServiceFacts service, FactsView view) {
    return ready(slices(service, view)) > 0;
  }

  public static Backends of(ServiceFacts service, FactsView view) {
    return new Backends(
        slices(service, view), service.selector().isEmpty() ? List.of() : workloads(service, view));
  }

  private static List<EndpointSliceFacts> slices(ServiceFacts service, FactsView view) {
    return view.referring(
        service.ref(), Link.SERVICE, Kinds.ENDPOINT_SLICE, EndpointSliceFacts.class);
  }

  private static List<WorkloadFacts> workloads(ServiceFacts service, FactsView view) {
    return KINDS.stream()
        .flatMap(kind ->
            view
                .referring(service.label().target(), Link.LABEL, kind, WorkloadFacts.class)
                .stream())
        .filter(workload -> workload.podLabels().containsAll(service.selector()))
        .toList();
  }

  /** Endpoints that get traffic. */
  public int ready() {
    return ready(slices);
  }

  private static int ready(List<EndpointSliceFacts> slices) {
    int ready = 0;
    for (EndpointSliceFacts slice : slices) {
      ready += slice.ready();
    }
    return ready;
  }

  /** All endpoints. */
  public int endpoints() {
    return slices.stream().mapToInt(EndpointSliceFacts::total).sum();
  }

  /** Pods that its workloads are asked for. */
  public int desired() {
    return workloads.stream().mapToInt(WorkloadFacts::desired).sum();
  }
}
