package org.mcpruntime.watcher.checks.facts;

import java.util.Map;
import java.util.Optional;

/** Takes facts from objects as they are published: JSON after redaction. Pure and thread-safe. */
public final class Extractors {

  /** Takes the facts of one kind; absent when nothing reads this object. */
  private interface Extractor {
    Optional<? extends Facts> extract(Meta meta, Json object) throws ExtractionException;
  }

  private static final Map<KindRef, Extractor> BY_KIND = Map.ofEntries(
      Map.entry(Kinds.POD, PodExtractor::extract),
      Map.entry(Kinds.NODE, SmallExtractors::node),
      Map.entry(Kinds.REPLICA_SET, SmallExtractors::replicaSet),
      Map.entry(Kinds.DEPLOYMENT, DeploymentExtractor::extract),
      Map.entry(Kinds.STATEFUL_SET, SmallExtractors::statefulSet),
      Map.entry(Kinds.DAEMON_SET, SmallExtractors::daemonSet),
      Map.entry(Kinds.JOB, SmallExtractors::job),
      Map.entry(Kinds.CRON_JOB, SmallExtractors::cronJob),
      Map.entry(Kinds.MCP_SERVER, McpServerExtractor::extract),
      Map.entry(Kinds.SERVICE, SmallExtractors::service),
      Map.entry(Kinds.ENDPOINT_SLICE, SmallExtractors::endpointSlice),
      Map.entry(Kinds.INGRESS, SmallExtractors::ingress),
      Map.entry(Kinds.CONFIG_MAP, SmallExtractors::policy),
      Map.entry(Kinds.PERSISTENT_VOLUME_CLAIM, SmallExtractors::volumeClaim),
      Map.entry(Kinds.STORAGE_CLASS, SmallExtractors::storageClass),
      Map.entry(Kinds.CORE_EVENT, EventExtractor::extract),
      Map.entry(Kinds.EVENT, EventExtractor::extract));

  private Extractors() {}

  /** Whether objects of this kind can have facts; the others need not even be decoded. */
  public static boolean covers(KindRef kind) {
    return BY_KIND.containsKey(kind);
  }

  /** As {@link #extract(byte[], boolean)} for an object with all its values. */
  public static Optional<Facts> extract(byte[] json) throws ExtractionException {
    return extract(json, false);
  }

  /** Facts of the object that names its own apiVersion and kind; empty when no check reads it. */
  public static Optional<Facts> extract(byte[] json, boolean truncated) throws ExtractionException {
    Json object = Json.parse(json, truncated);
    String apiVersion = object.text("apiVersion");
    String kind = object.text("kind");
    if (kind.isEmpty()) {
      throw new ExtractionException(".kind: missing");
    }
    return extract(new KindRef(MetaExtractor.group(apiVersion), kind), object, truncated);
  }

  /** As {@link #extract(String, String, byte[], boolean)} for an object with all its values. */
  public static Optional<Facts> extract(String group, String kind, byte[] json)
      throws ExtractionException {
    return extract(group, kind, json, false);
  }

  /**
   * Facts of an object whose kind is known from its key; empty, and not parsed, when no check reads the kind.
   *
   * @param truncated large values were replaced before publishing
   * @throws ExtractionException when it is not JSON or not of the kind's shape
   */
  public static Optional<Facts> extract(String group, String kind, byte[] json, boolean truncated)
      throws ExtractionException {
    KindRef kindRef = new KindRef(group, kind);
    return covers(kindRef)
        ? extract(kindRef, Json.parse(json, truncated), truncated)
        : Optional.empty();
  }

  private static Optional<Facts> extract(KindRef kind, Json object, boolean truncated)
      throws ExtractionException {
    Extractor extractor = BY_KIND.get(kind);
    if (extractor == null) {
      return Optional.empty();
    }
    return extractor
        .extract(MetaExtractor.extract(kind, object, truncated), object)
        .map(Facts.class::cast);
  }
}
