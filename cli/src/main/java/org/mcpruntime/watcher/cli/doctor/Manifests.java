package org.mcpruntime.watcher.cli.doctor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mcpruntime.watcher.checks.check.Sight;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.cli.manifest.ManifestFiles.Manifest;
import org.mcpruntime.watcher.schemas.redaction.Redactor;

/** Observes manifests: the kinds that occur count as seen, the others as not looked at. */
final class Manifests {

  private Manifests() {}

  static Observed observe(List<Manifest> manifests, Redactor redactor) {
    ObjectReader reader = new ObjectReader(redactor);
    Map<KindRef, Sight> sights = new HashMap<>();
    for (Manifest manifest : manifests) {
      sights.put(
          new KindRef(ObjectReader.group(manifest.apiVersion()), manifest.kind()), Sight.SEEN);
      reader.read(manifest.json(), 0, manifest.json().length, null, null);
    }
    return new Observed(reader.facts(), sights, reader.unread(), Set.of(), reader.objects());
  }
}
