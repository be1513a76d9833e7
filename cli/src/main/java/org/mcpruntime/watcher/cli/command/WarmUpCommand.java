package org.mcpruntime.watcher.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.mcpruntime.watcher.cli.ExitCode;
import org.mcpruntime.watcher.cli.Shell;
import org.mcpruntime.watcher.cli.connect.Connection;
import org.mcpruntime.watcher.cli.connect.TopicPlan;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.testbed.kafka.LocalKafka;
import org.mcpruntime.watcher.testbed.registry.LocalRegistry;
import picocli.CommandLine.Command;

/**
 * Uses what a start uses, so that the launcher can record the classes of it. Not for people.
 */
@Command(name = "warm-up", hidden = true, header = "Load the classes of a start.")
final class WarmUpCommand implements Callable<Integer> {

  private final CommandContext context;

  WarmUpCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    Shell silent = Shell.silent(context.shell().directory());
    for (List<String> arguments : List.of(
        List.of("--help"),
        List.of("version"),
        List.of("checks"),
        List.of("checks", "-o", "json"),
        List.of("config", "print"),
        List.of("up", "--help"))) {
      RootCommand.commandLine(silent).execute(arguments.toArray(String[]::new));
    }
    Path directory = Files.createTempDirectory("cluster-watcher-warm-up");
    try (LocalKafka kafka = LocalKafka.startOnFreePorts(directory.resolve("kafka"));
        LocalRegistry registry = LocalRegistry.start(directory.resolve("registry"), 0)) {
      Connection connection = Connection.local(
          kafka.bootstrapServers(), registry.uri().toString(), TopicNames.withPrefix("mcp."));
      TopicPlan.local(context.config(Map.of())).create(connection);
    }
    return ExitCode.FINE;
  }
}
