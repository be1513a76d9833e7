package org.mcpruntime.watcher.correlator.engine;

import java.util.List;
import org.mcpruntime.watcher.checks.assess.Anchor;
import org.mcpruntime.watcher.checks.assess.Assessor;
import org.mcpruntime.watcher.checks.check.CauseGroup;
import org.mcpruntime.watcher.checks.check.GroupCheck;
import org.mcpruntime.watcher.correlator.engine.GroupIndex.Hit;

/**
 * Folds the incidents of a cause group into what is said of the common root. It takes many within a short time to begin, and
 * one to go on.
 */
final class GroupFolder {

  /** Incidents whose records are told as those that opened it. */
  private static final int WITNESSES = 5;

  private final LifeTable lives;

  GroupFolder(LifeTable lives) {
    this.lives = lives;
  }

  Fold fold(GroupCheck check, IncidentKey key, long now) {
    GroupHits hits = lives.groups().of(key.text());
    if (hits == null) {
      return new Fold.Ok();
    }
    boolean goesOn = lives.get(key.text()).asOpen() != null;
    List<Hit> speaking =
        goesOn ? List.of(hits.newest()) : hits.since(now - GroupCheck.WINDOW.toMillis());
    if (!goesOn
        && !GroupCheck.areMany(speaking.stream().map(hit -> hit.key().anchor()).toList())) {
      return new Fold.Ok();
    }
    return new Fold.Failing(
        Assessor.assess(
            check, new CauseGroup(key.check(), key.anchor(), key.aspect()), hits.radius()),
        new Anchor.Resolved(key.anchor(), null, null, null),
        speaking.stream().map(hit -> hit.open().onset()).reduce(Onset::earlier).orElseThrow(),
        newest(hits.newest()),
        speaking.stream()
            .map(hit -> hit.open().onset().record())
            .limit(WITNESSES)
            .toList(),
        List.of(),
        null,
        null);
  }

  /** The last of the records that opened an incident. */
  private static RecordRef newest(Hit hit) {
    List<RecordRef> opened = hit.open().opened();
    return opened.get(opened.size() - 1);
  }
}
