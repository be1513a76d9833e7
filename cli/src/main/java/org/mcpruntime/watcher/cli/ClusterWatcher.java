package org.mcpruntime.watcher.cli;

import org.mcpruntime.watcher.cli.command.RootCommand;

/** The entry point. */
public final class ClusterWatcher {

  private ClusterWatcher() {}

  public static void main(String[] args) {
    Shell shell = Shell.ofProcess();
    int code = RootCommand.commandLine(shell).execute(args);
    shell.out().flush();
    shell.err().flush();
    System.exit(code);
  }
}
