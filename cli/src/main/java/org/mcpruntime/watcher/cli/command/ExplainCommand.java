package org.mcpruntime.watcher.cli.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.ExitCode;
import org.mcpruntime.watcher.cli.incident.Explanation;
import org.mcpruntime.watcher.cli.incident.ExplanationJson;
import org.mcpruntime.watcher.cli.incident.ExplanationText;
import org.mcpruntime.watcher.cli.output.Documents;
import org.mcpruntime.watcher.cli.output.ShellWords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Why one incident was told. */
@Command(
    name = "explain",
    header = "Tell why an incident opened, what kept it and what closed it.",
    description = "Shows the records of the log that it rests on, with the values that its check "
        + "read, as long as the log keeps them; what it hangs together with; and the command "
        + "that has it judged again.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cluster-watcher incidents explain 7c1e09ab",
      "  cluster-watcher incidents explain 7c1e -o json",
      "  cluster-watcher incidents explain 7c1e -f incident-7c1e09ab.zip",
      "",
      "Exit codes: 0 explained · 2 could not run · 3 some of its records are no longer kept"
    })
final class ExplainCommand implements Callable<Integer> {

  private final CommandContext context;

  @Parameters(paramLabel = "ID", description = "Id of the incident, or its beginning.")
  String id = "";

  @Option(names = "--cluster", paramLabel = "CLUSTER", description = "Only this cluster.")
  @Nullable
  String cluster;

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "BUNDLE",
      description = "A bundle instead of the topics.")
  @Nullable
  String file;

  @Mixin
  OutputOption output = new OutputOption();

  ExplainCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (IncidentSource source = file == null
        ? IncidentSource.inTopics(context, id, cluster)
        : IncidentSource.inBundle(context, id, file)) {
      Explanation explanation = Explanation.of(source.history(), source.incident());
      List<String> replay = replay(explanation, source);
      Instant now = context.shell().clock().instant();
      if (output.format.isDocument()) {
        Documents.write(
            context.shell().out(),
            output.format,
            ExplanationJson.of(explanation, ShellWords.line(replay)));
      } else {
        context.print(ExplanationText.render(
            explanation,
            replay,
            now,
            context.times(),
            context.out(),
            context.shell().width()));
      }
      return explanation.witnesses().stream()
              .allMatch(witness -> witness.missing().isEmpty())
          ? ExitCode.FINE
          : ExitCode.BLIND;
    }
  }

  private List<String> replay(Explanation explanation, IncidentSource source) {
    List<String> words = new ArrayList<>(context.program());
    words.addAll(List.of("replay", file == null ? "--cluster" : "-f"));
    words.add(file == null ? source.history().cluster() : file);
    words.addAll(explanation.replay(Instant.ofEpochMilli(source.history().evaluatedThrough())));
    return words;
  }
}
