package org.mcpruntime.watcher.cli.command;

import org.mcpruntime.watcher.cli.output.Format;
import picocli.CommandLine.Option;

/** How to write the result. */
final class OutputOption {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES}.")
  Format format = Format.TABLE;
}
