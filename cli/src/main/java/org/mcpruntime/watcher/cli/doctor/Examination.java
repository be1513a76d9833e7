package org.mcpruntime.watcher.cli.doctor;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.cli.connect.KubeTarget;
import org.mcpruntime.watcher.cli.manifest.ManifestFiles;
import org.mcpruntime.watcher.collector.KubeAccess;
import org.mcpruntime.watcher.collector.api.KindSpec;
import org.mcpruntime.watcher.schemas.redaction.Redactor;

/** Reads and judges. */
public final class Examination {

  private Examination() {}

  /** A live cluster. */
  public static DoctorReport ofCluster(
      KubeTarget target,
      List<KindSpec> kinds,
      Redactor redactor,
      @Nullable String namespace,
      Rules rules,
      Clock clock)
      throws InterruptedException {
    Instant began = clock.instant();
    try (KubeAccess access = target.open()) {
      Observed observed =
          new LiveCluster(access.api(), redactor, target.user(), namespace).observe(kinds);
      Instant now = clock.instant();
      return DoctorReport.of(observed, now, rules, namespace, Duration.between(began, now));
    }
  }

  /** Files, directories or {@code -} for {@code in}. */
  public static DoctorReport ofManifests(
      List<String> sources,
      Path directory,
      InputStream in,
      Redactor redactor,
      @Nullable String namespace,
      Rules rules,
      Clock clock) {
    Instant began = clock.instant();
    Observed observed = Manifests.observe(ManifestFiles.read(sources, directory, in), redactor);
    Instant now = clock.instant();
    return DoctorReport.of(observed, now, rules, namespace, Duration.between(began, now));
  }
}
