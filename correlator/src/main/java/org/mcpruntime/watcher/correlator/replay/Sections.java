package org.mcpruntime.watcher.correlator.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.engine.IncidentEngine;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;

/** Under which rules a history was judged, and engines that judge as it was done then. */
final class Sections {

  private final EngineSettings settings;
  private final List<Section> all;

  /**
   * @param settings of this program; the rules are taken from the history where it keeps them
   * @param known the checks of this program
   */
  Sections(ClusterHistory history, EngineSettings settings, List<Check<?>> known) {
    this.settings = settings;
    this.all = Section.of(history.policies(), settings, known);
  }

  Section first() {
    return all.get(0);
  }

  Section at(long time) {
    Section found = first();
    for (Section section : all) {
      if (section.from() <= time) {
        found = section;
      }
    }
    return found;
  }

  /**
   * Goes on with what is stored; under the rules of this program where those of then cannot be had.
   *
   * @param instead judges by these, and names those of then; null for those of then
   */
  IncidentEngine engine(Section section, @Nullable Rules instead, Stores stores) {
    Rules then = section.rules() == null ? settings.rules() : section.rules();
    return stores.engine(
        settings.withRules(instead == null ? then : instead), then.hash(settings.factsVersion()));
  }
}
