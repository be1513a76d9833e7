package org.mcpruntime.watcher.cli.command;

import java.nio.file.Path;
import org.mcpruntime.watcher.cli.Shell;

/** Where files of a user live, after the XDG base directory rules. */
final class Directories {

  private static final String OURS = "cluster-watcher";

  private Directories() {}

  static Path config(Shell shell) {
    return base(shell, "XDG_CONFIG_HOME", ".config");
  }

  static Path data(Shell shell) {
    return base(shell, "XDG_DATA_HOME", ".local/share");
  }

  private static Path base(Shell shell, String variable, String standard) {
    String named = shell.environment().get(variable);
    boolean usable = named != null && Path.of(named).isAbsolute();
    return (usable ? Path.of(named) : shell.home().resolve(standard)).resolve(OURS);
  }
}
