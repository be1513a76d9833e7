package org.mcpruntime.watcher.checks.facts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An MCPServer, with the defaults that its operator applies when the stored object leaves a field out.
 *
 * @param image spec.image
 * @param replicas of stable and canary together
 * @param strategy {@code RollingUpdate}, {@code Recreate} or {@code Canary}
 * @param authMode {@code none}, {@code header}, {@code oauth} or {@code mtls}
 * @param teamId null when the server belongs to no team
 * @param phase status.phase; empty when the operator never wrote a status
 * @param message status.message of phase Error; empty otherwise, since the other phases all say the same
 * @param observedGeneration the lowest generation that a condition belongs to; 0 without conditions
 * @param readyParts parts whose boolean in the status is true; false is written as absent
 */
public record McpServerFacts(
    Meta meta,
    String image,
    int replicas,
    boolean gatewayEnabled,
    String strategy,
    String ingressClass,
    String authMode,
    @Nullable String teamId,
    String phase,
    String message,
    long observedGeneration,
    List<Part> readyParts)
    implements Facts {

  /** What a server consists of, in the order in which its operator reports it. */
  public enum Part {
    DEPLOYMENT,
    SERVICE,
    INGRESS,
    GATEWAY,
    POLICY,
    CANARY
  }

  public McpServerFacts {
    readyParts = readyParts.stream().distinct().sorted().toList();
  }

  /** Parts that must be ready before this server is; the others are False because they are not used. */
  public List<Part> requiredParts() {
    return List.of(Part.values()).stream()
        .filter(part -> switch (part) {
          case DEPLOYMENT, SERVICE, INGRESS -> true;
          case GATEWAY, POLICY -> gatewayEnabled;
          case CANARY -> strategy.equals("Canary");
        })
        .toList();
  }

  void write(BinaryWriter out) {
    out.text(image);
    out.number(replicas);
    out.flag(gatewayEnabled);
    out.text(strategy);
    out.text(ingressClass);
    out.text(authMode);
    out.nullableText(teamId);
    out.text(phase);
    out.text(message);
    out.number(observedGeneration);
    out.list(readyParts, part -> out.text(part.name()));
  }

  static McpServerFacts read(Meta meta, BinaryReader in) {
    return new McpServerFacts(
        meta,
        in.text(),
        in.integer(),
        in.flag(),
        in.text(),
        in.text(),
        in.text(),
        in.nullableText(),
        in.text(),
        in.text(),
        in.number(),
        in.list(() -> Part.valueOf(in.text())));
  }
}
