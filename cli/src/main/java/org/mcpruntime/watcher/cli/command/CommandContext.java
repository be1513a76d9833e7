package org.mcpruntime.watcher.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.Shell;
import org.mcpruntime.watcher.cli.config.Config;
import org.mcpruntime.watcher.cli.config.ConfigLoader;
import org.mcpruntime.watcher.cli.config.ConfigSources;
import org.mcpruntime.watcher.cli.config.ConfigSources.Flag;
import org.mcpruntime.watcher.cli.config.Moments;
import org.mcpruntime.watcher.cli.output.Palette;
import org.mcpruntime.watcher.cli.output.Times;
import org.mcpruntime.watcher.correlator.history.Unreadable;

/**
 * What every command needs: the world around it, and the options that all commands have.
 *
 * @param leftOut records that were said to be left out
 */
record CommandContext(Shell shell, GlobalOptions global, Set<Unreadable> leftOut) {

  CommandContext(Shell shell, GlobalOptions global) {
    this(shell, global, new HashSet<>());
  }

  /** Everything that was given, with everything that is wrong with it. */
  ConfigLoader.Loaded load(Map<String, Flag> flags) {
    Map<String, Flag> all = new LinkedHashMap<>();
    global.set.forEach((key, value) -> all.put(key, new Flag(value, "--set " + key)));
    all.putAll(flags);
    return ConfigLoader.load(new ConfigSources(file(), shell.environment(), all));
  }

  /** Checked values, or the end of the command. */
  Config config(Map<String, Flag> flags) {
    ConfigLoader.Loaded loaded = load(flags);
    if (!loaded.problems().isEmpty()) {
      throw CannotRun.of(loaded.problems());
    }
    return loaded.config();
  }

  private @Nullable Path file() {
    if (global.config != null) {
      return shell.directory().resolve(global.config);
    }
    String named = shell.environment().get("CLUSTER_WATCHER_CONFIG");
    if (named != null && !named.isBlank()) {
      return shell.directory().resolve(named);
    }
    Path standard = Directories.config(shell).resolve("config.yaml");
    return Files.isRegularFile(standard) ? standard : null;
  }

  Palette out() {
    return shell.outPalette(global.noColor);
  }

  Palette err() {
    return shell.errPalette(global.noColor);
  }

  Times times() {
    return new Times(shell.zone());
  }

  /** A point in time that a person wrote, or the end of the command. */
  Instant moment(String text, Instant now) {
    return Moments.parse(text, now, shell.zone())
        .orElseThrow(() -> new CannotRun(
            "\"" + text + "\" is no point in time (examples: " + Moments.EXAMPLES + ")"));
  }

  /**
   * How to call this program again with the same configuration. Secrets are left out: a command that is there to be copied
   * ends in the history of a shell.
   */
  List<String> program() {
    List<String> words = new ArrayList<>(List.of(shell.program()));
    if (global.config != null) {
      words.addAll(List.of("--config", global.config.toString()));
    }
    Config config = config(Map.of());
    global.set.forEach((key, value) -> {
      if (!config.isSecret(key)) {
        words.addAll(List.of("--set", key + "=" + value));
      }
    });
    return words;
  }

  /** Ends the command for a time that has not come. */
  void requirePast(Instant time, Instant now) {
    if (time.isAfter(now)) {
      throw new CannotRun(times().time(time, now) + " " + times().zoneName(time)
          + " has not come yet: the future is not in the log");
    }
  }

  /** Says once, for people, what nobody can read. */
  void leaveOut(Unreadable record) {
    if (leftOut.add(record)) {
      shell.err().println("left out: " + record.where() + " cannot be read: " + record.why());
      shell.err().flush();
    }
  }

  void print(List<String> lines) {
    lines.forEach(shell.out()::println);
    shell.out().flush();
  }
}
