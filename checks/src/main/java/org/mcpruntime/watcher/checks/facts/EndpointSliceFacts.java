package org.mcpruntime.watcher.checks.facts;

import java.util.List;

/**
 * An EndpointSlice: some of the addresses behind a Service.
 *
 * @param service name of the Service by its label; empty when it belongs to none
 * @param ready endpoints whose condition ready is true or absent
 * @param total all endpoints
 * @param unreadyNodes nodes of the endpoints that are not ready, sorted, without repeats; an empty name stands for those
 *     that are not told
 */
public record EndpointSliceFacts(
    Meta meta, String service, int ready, int total, List<String> unreadyNodes) implements Facts {

  public EndpointSliceFacts {
    unreadyNodes = List.copyOf(unreadyNodes);
  }

  @Override
  public List<Reference> references() {
    return service.isEmpty()
        ? List.of()
        : List.of(new Reference(Link.SERVICE, Kinds.SERVICE.object(ref().namespace(), service)));
  }

  void write(BinaryWriter out) {
    out.text(service);
    out.number(ready);
    out.number(total);
    out.list(unreadyNodes, out::text);
  }

  static EndpointSliceFacts read(Meta meta, BinaryReader in) {
    return new EndpointSliceFacts(meta, in.text(), in.integer(), in.integer(), in.list(in::text));
  }
}
