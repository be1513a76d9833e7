package org.mcpruntime.watcher.cli.command;

import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.ExitCode;
import org.mcpruntime.watcher.cli.Shell;
import org.mcpruntime.watcher.cli.connect.ReadFailure;
import org.mcpruntime.watcher.cli.output.Paragraphs;
import org.mcpruntime.watcher.correlator.history.BundleException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands, wired by hand. */
@Command(
    name = "cluster-watcher",
    header = "Watches Kubernetes clusters, keeps what it saw in Kafka, and tells incidents.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cluster-watcher up --demo                a simulated cluster with real trouble",
      "  cluster-watcher up --context k3s-stage   watch a cluster of yours, read-only",
      "  cluster-watcher incidents                what is wrong now",
      "",
      "Exit codes: 0 fine · 1 findings or differences · 2 could not run · 3 could not see something"
    })
public final class RootCommand implements Runnable {

  private static final String MISSING = "a command is missing";

  @Mixin
  GlobalOptions global = new GlobalOptions();

  @Spec
  CommandSpec spec = CommandSpec.create();

  private RootCommand() {}

  /** The whole command line; execute it with the arguments of the process. */
  public static CommandLine commandLine(Shell shell) {
    // It would repeat values of --set that it finds oddly quoted, and those may be secrets.
    CommandLine.tracer().setLevel(CommandLine.TraceLevel.OFF);
    RootCommand root = new RootCommand();
    CommandContext context = new CommandContext(shell, root.global);
    CommandLine line = new CommandLine(root);
    line.addSubcommand(new UpCommand(context));
    line.addSubcommand(new CollectCommand(context));
    line.addSubcommand(new CorrelateCommand(context));
    line.addSubcommand(new TopicsCommand(context));
    line.addSubcommand(new ClustersCommand(context));
    line.addSubcommand(new CommandLine(new IncidentsCommand(context))
        .addSubcommand(new ExplainCommand(context))
        .addSubcommand(new ExportCommand(context)));
    line.addSubcommand(new DoctorCommand(context));
    line.addSubcommand(new ReplayCommand(context));
    line.addSubcommand(new ChecksCommand(context));
    line.addSubcommand(
        new CommandLine(new ConfigCommand(context)).addSubcommand(new RedactCommand(context)));
    line.addSubcommand(new CompletionCommand(context));
    line.addSubcommand(new VersionCommand(context));
    line.addSubcommand(new WarmUpCommand(context));
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(shell.width())
        .setUsageHelpAutoWidth(false)
        .setOut(shell.out())
        .setErr(shell.err())
        .setColorScheme(CommandLine.Help.defaultColorScheme(
            shell.outPalette(false).colored()
                ? CommandLine.Help.Ansi.ON
                : CommandLine.Help.Ansi.OFF))
        .setParameterExceptionHandler((exception, args) -> badUsage(exception))
        .setExecutionExceptionHandler((exception, command, parsed) -> failed(exception, context));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), MISSING);
  }

  private static int badUsage(ParameterException exception) {
    CommandLine command = exception.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(firstLine(exception.getMessage()));
    CommandLine.UnmatchedArgumentException.printSuggestions(exception, command.getErr());
    if (MISSING.equals(exception.getMessage())) {
      command.usage(command.getErr());
    } else {
      command.getErr().println("Try: " + name + " --help");
    }
    command.getErr().flush();
    return ExitCode.CANNOT_RUN;
  }

  private static int failed(Exception exception, CommandContext context) {
    // Lines stay whole where a program reads them.
    int width = context.shell().errTerminal() ? context.shell().width() : Integer.MAX_VALUE;
    for (String line : words(exception)) {
      Paragraphs.wrap(line, width, "  ")
          .forEach(part -> context.shell().err().println(context.err().bad(part)));
    }
    if (context.global().verbose && !(exception instanceof CannotRun)) {
      exception.printStackTrace(context.shell().err());
    }
    context.shell().err().flush();
    return ExitCode.CANNOT_RUN;
  }

  private static List<String> words(Exception exception) {
    if (exception instanceof CannotRun expected) {
      return expected.lines();
    }
    if (exception instanceof KafkaException kafka) {
      return List.of(ReadFailure.words(kafka));
    }
    if (exception instanceof BundleException damaged) {
      return List.of("the bundle " + damaged.getMessage());
    }
    return List.of(
        "internal error: " + firstLine(exception.toString()), "Run again with -v for the details.");
  }

  private static String firstLine(@Nullable String text) {
    return text == null ? "" : text.lines().findFirst().orElse("");
  }
}
