package org.mcpruntime.watcher.cli;

/** What a command ends with. Where several apply {@link #CANNOT_RUN} wins over {@link #FINDINGS} over {@link #BLIND}. */
public final class ExitCode {

  public static final int FINE = 0;

  /** Findings at or above the limit, or a verification that differs. */
  public static final int FINDINGS = 1;

  /** Could not run, or bad usage. */
  public static final int CANNOT_RUN = 2;

  /** Could not see something it was asked to see. */
  public static final int BLIND = 3;

  private ExitCode() {}
}
