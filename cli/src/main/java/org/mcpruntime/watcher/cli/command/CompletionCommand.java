package org.mcpruntime.watcher.cli.command;

import java.util.concurrent.Callable;
import org.mcpruntime.watcher.cli.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a completion script. */
@Command(
    name = "completion",
    header = "Print a completion script for a shell.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(cluster-watcher completion bash)",
      "  cluster-watcher completion zsh > ~/.zsh/cluster-watcher && source ~/.zsh/cluster-watcher",
      "  cluster-watcher completion fish > ~/.config/fish/completions/cluster-watcher.fish"
    })
final class CompletionCommand implements Callable<Integer> {

  /** Shells we know. */
  enum ShellName {
    bash,
    zsh,
    fish
  }

  private final CommandContext context;

  @Spec
  CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
  ShellName shell = ShellName.bash;

  CompletionCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    // The bash script notices zsh and loads its compatibility layer.
    String script = shell == ShellName.fish
        ? FishCompletion.script(root)
        : AutoComplete.bash(root.getCommandName(), root);
    context.shell().out().println(script.strip());
    context.shell().out().flush();
    return ExitCode.FINE;
  }
}
