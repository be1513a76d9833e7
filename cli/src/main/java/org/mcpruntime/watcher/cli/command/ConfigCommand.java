package org.mcpruntime.watcher.cli.command;

import java.util.List;
import org.mcpruntime.watcher.cli.ExitCode;
import org.mcpruntime.watcher.cli.config.Config;
import org.mcpruntime.watcher.cli.output.Counted;
import org.mcpruntime.watcher.cli.output.Documents;
import org.mcpruntime.watcher.cli.output.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Shows and checks the configuration without starting anything. */
@Command(
    name = "config",
    header = "Check or show the configuration.",
    description = "Values come from a YAML file (--config, $$CLUSTER_WATCHER_CONFIG or "
        + "~/.config/cluster-watcher/config.yaml), from the environment "
        + "(CLUSTER_WATCHER_TOPICS_PREFIX for topics.prefix) and from flags (--set, "
        + "--context ...). A flag wins over the environment, the environment over the file, "
        + "the file over the default.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cluster-watcher config check --config prod.yaml",
      "  cluster-watcher config print --set topics.prefix=test. -o json",
      "  kubectl get pod cart-0 -o yaml | cluster-watcher config redact -f -"
    })
final class ConfigCommand {

  private final CommandContext context;

  ConfigCommand(CommandContext context) {
    this.context = context;
  }

  @Command(
      name = "check",
      header = "Say whether the configuration is fine; exit code 2 when it is not.",
      footerHeading = "%nExample:%n",
      footer = "  cluster-watcher config check --config prod.yaml")
  int check(@Mixin KubeOptions kube) {
    Config config = context.config(kube.flags());
    long set = config.entries(config::isSet).size();
    context.print(List.of("configuration is fine: " + Counted.of(set, "key") + " set"));
    return ExitCode.FINE;
  }

  @Command(
      name = "print",
      header = "Show every effective value and where it comes from; secrets are masked.",
      footerHeading = "%nExamples:%n",
      footer = {"  cluster-watcher config print", "  cluster-watcher config print -o yaml"})
  int print(@Mixin KubeOptions kube, @Mixin OutputOption output) {
    Config config = context.config(kube.flags());
    List<Config.Entry> entries = config.entries(key -> true);
    if (output.format.isDocument()) {
      ObjectNode document = JsonNodeFactory.instance.objectNode();
      entries.forEach(entry ->
          document.putObject(entry.key()).put("value", entry.shown()).put("from", entry.origin()));
      Documents.write(context.shell().out(), output.format, document);
    } else {
      TextTable table = new TextTable(List.of("KEY", "VALUE", "FROM"), List.of());
      entries.forEach(entry -> table.row(entry.key(), entry.shown(), entry.origin()));
      context.print(table.render(Integer.MAX_VALUE));
    }
    return ExitCode.FINE;
  }
}
