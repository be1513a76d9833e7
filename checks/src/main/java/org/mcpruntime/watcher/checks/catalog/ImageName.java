package org.mcpruntime.watcher.checks.catalog;

import java.util.Locale;

/**
 * An image as a spec asks for it.
 *
 * @param registry host, with its port if it has one, in lower case; {@code docker.io} when none is named; empty when it
 *     cannot be told
 * @param path {@code acme/tools} of {@code registry.local:5000/acme/tools:1.2}
 */
record ImageName(String registry, String path) {

  /** The registry of images that name none. */
  private static final String STANDARD = "docker.io";

  static ImageName parse(String image) {
    int slash = image.indexOf('/');
    String first = slash < 0 ? "" : image.substring(0, slash).toLowerCase(Locale.ROOT);
    boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
    String path = path(host ? image.substring(slash + 1) : image);
    return new ImageName(host ? registry(first) : unnamed(image), path);
  }

  private static String registry(String host) {
    if (host.equals("index.docker.io")) {
      return STANDARD;
    }
    return host.matches("[a-z0-9.:\\[\\]-]{1,300}") ? host : "";
  }

  /** An image id is no name: nobody can tell where it came from. */
  private static String unnamed(String image) {
    return image.isBlank() || image.startsWith("sha256:") ? "" : STANDARD;
  }

  private static String path(String rest) {
    int digest = rest.indexOf('@');
    String path = digest < 0 ? rest : rest.substring(0, digest);
    int tag = path.indexOf(':', path.lastIndexOf('/') + 1);
    return tag < 0 ? path : path.substring(0, tag);
  }
}
