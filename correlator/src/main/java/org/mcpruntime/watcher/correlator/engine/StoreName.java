package org.mcpruntime.watcher.correlator.engine;

import java.util.Locale;

/** The engine's stores. Every key begins with {@code <cluster>/}, so that FORGET can delete what a cluster left. */
public enum StoreName {
  /**
   * Key: object key. Value: uid, resourceVersion, the record that changed it last, facts. Bound: live objects of kinds with
   * facts. Deleted with the object.
   */
  FACTS('f', false),
  /** Key: target object key, link, source. Bound: references of live objects. Deleted with the referring object. */
  LINKS('k', false),
  /**
   * Key: object key of a subject, check. Value: where its verdict counts, when to look again, memos. Bound: subjects that
   * are not OK or are remembered. Deleted when neither holds, and with the object.
   */
  SUBJECTS('s', false),
  /**
   * Key: incident key without aspect, subject. Value: verdict, findings, supporting records. Bound: subjects that are not
   * OK. Deleted when the subject is OK, gone or belongs elsewhere.
   */
  MEMBERS('m', false),
  /**
   * Key: object key. Value: the newest record of a list that mentioned the object without changing it. Bound: live objects.
   * Deleted with the object.
   */
  MENTIONS('n', false),
  /**
   * Key: incident key. Value: its life with the last record written. Bound: incidents pending, open, or resolved within the
   * last 15 minutes. Deleted by the timer that ends it.
   */
  LIVES('l', true),
  /**
   * Key: due time, incident key or subject. Bound: one for each life and one for each subject to look at again. Deleted
   * when it fires or is replaced.
   */
  TIMERS('t', true),
  /**
   * Key: cluster. Value: what is seen of each kind, blind intervals of one horizon, open snapshots, rules. Bound: clusters.
   * Deleted by FORGET.
   */
  CLUSTERS('c', true),
  /** Key: cluster. Value: its time. Bound: clusters. Deleted by FORGET. Written with almost every record. */
  TIMES('i', true);

  private final char letter;
  private final boolean small;

  StoreName(char letter, boolean small) {
    this.letter = letter;
    this.small = small;
  }

  /** In front of its keys where several stores share one table; never changed. */
  public char letter() {
    return letter;
  }

  /** Whether it fits into memory whatever the size of the cluster. */
  public boolean small() {
    return small;
  }

  /** Kebab-case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
