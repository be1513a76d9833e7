package org.mcpruntime.watcher.testbed.sim.control;

import java.util.Optional;
import org.mcpruntime.watcher.testbed.sim.world.Cause;
import org.mcpruntime.watcher.testbed.sim.world.CauseKind;
import org.mcpruntime.watcher.testbed.sim.world.Causes;
import org.mcpruntime.watcher.testbed.sim.world.Dice;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import org.mcpruntime.watcher.testbed.sim.world.World;
import tools.jackson.databind.node.ObjectNode;

/** The registry as containerd sees it, and the images that each node has. */
final class Images {
  private static final String PREFIX = "images/";

  /** More than the cluster uses at a time; the oldest goes when a node has more. */
  private static final int KEPT = 60;

  private final World world;
  private final Causes causes;

  Images(World world, Causes causes) {
    this.world = world;
    this.causes = causes;
  }

  boolean isPresent(String node, String image) {
    return world.note(PREFIX + node).has(image);
  }

  void add(String node, String image) {
    ObjectNode images = world.note(PREFIX + node);
    images.put(image, sizeBytes(image));
    if (images.size() > KEPT) {
      images.remove(images.propertyNames().iterator().next());
    }
    world.note(PREFIX + node, images);
  }

  /** Name and size in bytes of the images on a node. */
  ObjectNode on(String node) {
    return world.note(PREFIX + node);
  }

  int sizeBytes(String image) {
    return world.dice().between(9_000_000, 190_000_000, "image " + image, 0);
  }

  String digest(String image) {
    return "sha256:" + world.dice().hex(64, "digest " + image, 0);
  }

  /** The name without tag, as in an image id. */
  static String repository(String image) {
    int colon = image.lastIndexOf(':');
    return colon > image.lastIndexOf('/') ? image.substring(0, colon) : image;
  }

  /** What containerd says when the image cannot be pulled; empty when it can. */
  Optional<String> failure(String namespace, String workload, String image) {
    for (CauseKind kind : new CauseKind[] {
      CauseKind.PULL_DENIED, CauseKind.IMAGE_MISSING, CauseKind.REGISTRY_UNREACHABLE
    }) {
      Optional<Cause> cause = causes.find(kind, namespace, workload, image);
      if (cause.isPresent()) {
        return Optional.of(message(kind, image));
      }
    }
    return Optional.empty();
  }

  private static String message(CauseKind kind, String image) {
    String host = image.substring(0, Math.max(0, image.indexOf('/')));
    String path = Images.repository(image).substring(host.length() + 1);
    String tag = image.substring(Images.repository(image).length()).replace(":", "");
    String url = "https://%s/v2/%s/manifests/%s".formatted(host, path, tag);
    String start = "failed to pull and unpack image \"%s\": failed to resolve reference \"%s\": "
        .formatted(image, image);
    return switch (kind) {
      case PULL_DENIED ->
        start + "unexpected status from HEAD request to " + url + ": 401 Unauthorized";
      case IMAGE_MISSING -> "rpc error: code = NotFound desc = " + start + image + ": not found";
      default ->
        start
            + "failed to do request: Head \"%s\": dial tcp %s: connect: connection refused"
                .formatted(url, "10.43.0.9:443");
    };
  }

  /** An id as containerd gives to a container. */
  static String containerId(Dice dice, String purpose, long number) {
    return "containerd://" + dice.hex(64, "container " + purpose, number);
  }

  static String workload(ObjectNode pod) {
    String app = Json.text(pod, "metadata", "labels", "app");
    return app.isEmpty() ? Json.name(pod) : app;
  }
}
