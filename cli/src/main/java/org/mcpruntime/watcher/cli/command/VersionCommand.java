package org.mcpruntime.watcher.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.mcpruntime.watcher.cli.ExitCode;
import org.mcpruntime.watcher.cli.Version;
import org.mcpruntime.watcher.cli.output.Documents;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.JsonNodeFactory;

/** Says what runs. */
@Command(
    name = "version",
    header = "Show the version.",
    footerHeading = "%nExamples:%n",
    footer = {"  cluster-watcher version", "  cluster-watcher version -o json"})
final class VersionCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin
  OutputOption output = new OutputOption();

  VersionCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    String java = Runtime.version().toString();
    if (output.format.isDocument()) {
      Documents.write(
          context.shell().out(),
          output.format,
          JsonNodeFactory.instance.objectNode().put("version", Version.NUMBER).put("java", java));
    } else {
      context.print(List.of("Cluster Watcher " + Version.NUMBER + " · Java " + java));
    }
    return ExitCode.FINE;
  }
}
