package org.mcpruntime.watcher.testbed.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The file by which clients find a fake API server. */
final class Kubeconfig {
  private Kubeconfig() {}

  static String text(URI server, String name, String user) {
    return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: %1$s
          cluster:
            server: %2$s
        users:
        - name: %1$s
          user: %3$s
        contexts:
        - name: %1$s
          context:
            cluster: %1$s
            user: %1$s
        current-context: %1$s
        """.formatted(name, server, user);
  }

  static void write(String text, Path file) {
    try {
      Path absolute = file.toAbsolutePath();
      Path directory = absolute.getParent();
      if (directory == null) {
        throw new IOException("not a file: " + file);
      }
      Files.createDirectories(directory);
      Path fresh = Files.createTempFile(
          directory,
          ".kubeconfig",
          null,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(fresh, text);
      Files.move(fresh, absolute, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
