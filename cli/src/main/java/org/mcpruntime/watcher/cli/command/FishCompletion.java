package org.mcpruntime.watcher.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A fish completion script from the model of the commands. */
final class FishCompletion {

  private final String program;
  private final List<String> lines = new ArrayList<>();

  private FishCompletion(String program) {
    this.program = program;
  }

  static String script(CommandLine root) {
    FishCompletion script = new FishCompletion(root.getCommandName());
    script.lines.add("# fish completion for " + script.program);
    script.command(root, List.of());
    return String.join("\n", script.lines) + "\n";
  }

  private void command(CommandLine command, List<String> path) {
    List<String> names = new ArrayList<>();
    Map<String, CommandLine> below = command.getSubcommands();
    below.forEach((name, sub) -> {
      if (!sub.getCommandSpec().usageMessage().hidden()) {
        names.add(name);
      }
    });
    String condition = condition(path, names);
    for (String name : names) {
      CommandLine sub = below.get(name);
      String[] header =
          sub == null ? new String[0] : sub.getCommandSpec().usageMessage().header();
      add(condition, "-f -a " + name + describe(header.length == 0 ? "" : header[0]));
    }
    String seen = path.isEmpty() ? "" : condition(path, List.of());
    for (OptionSpec option : command.getCommandSpec().options()) {
      boolean inheritedHere = option.inherited() && !path.isEmpty();
      if (!option.hidden() && !inheritedHere) {
        add(seen, option(option));
      }
    }
    for (PositionalParamSpec positional : command.getCommandSpec().positionalParameters()) {
      if (positional.completionCandidates() != null) {
        add(seen, "-f -a '" + String.join(" ", positional.completionCandidates()) + "'");
      }
    }
    names.forEach(name -> {
      List<String> deeper = new ArrayList<>(path);
      deeper.add(name);
      CommandLine sub = below.get(name);
      if (sub != null) {
        command(sub, deeper);
      }
    });
  }

  private static String condition(List<String> path, List<String> notYet) {
    List<String> parts = new ArrayList<>();
    path.forEach(name -> parts.add("__fish_seen_subcommand_from " + name));
    if (!notYet.isEmpty()) {
      parts.add("not __fish_seen_subcommand_from " + String.join(" ", notYet));
    }
    return String.join("; and ", parts);
  }

  private static String option(OptionSpec option) {
    StringBuilder text = new StringBuilder();
    for (String name : option.names()) {
      text.append(text.isEmpty() ? "" : " ")
          .append(name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1));
    }
    if (option.arity().max() > 0) {
      text.append(" -r");
      if (option.completionCandidates() != null) {
        text.append(" -f -a '")
            .append(String.join(" ", option.completionCandidates()))
            .append('\'');
      }
    }
    String[] description = option.description();
    return text
        + describe(description.length == 0 ? "" : description[0].replaceAll("\\$\\{.*?}", "…"));
  }

  private static String describe(String text) {
    return text.isEmpty() ? "" : " -d '" + text.replace("'", "\\'") + "'";
  }

  private void add(String condition, String rest) {
    lines.add("complete -c " + program + (condition.isEmpty() ? "" : " -n '" + condition + "'")
        + " " + rest);
  }
}
