package org.mcpruntime.watcher.cli.command;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.mcpruntime.watcher.cli.Shell;

/** Runs commands in this process, away from the user's files and environment. */
final class TestShell {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Map<String, String> environment = new HashMap<>();
  private final Path directory;
  private String in = "";

  TestShell(Path directory) {
    this.directory = directory;
  }

  TestShell with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  TestShell withInput(String text) {
    in = text;
    return this;
  }

  /** As behind a pipe whose reader has gone. */
  int runUnread(String... arguments) {
    return run(
        new PrintWriter(new Writer() {
          @Override
          public void write(char[] text, int offset, int length) throws IOException {
            throw new IOException("Broken pipe");
          }

          @Override
          public void flush() {
            // Nothing is held back.
          }

          @Override
          public void close() {
            // Nothing is open.
          }
        }),
        arguments);
  }

  int run(String... arguments) {
    return run(new PrintWriter(out), arguments);
  }

  private int run(PrintWriter written, String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    Shell shell = new Shell(
        written,
        new PrintWriter(err),
        new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
        false,
        false,
        100,
        environment,
        directory,
        directory,
        Clock.systemUTC(),
        ZoneOffset.UTC,
        Shell.PROGRAM);
    int code = RootCommand.commandLine(shell).execute(arguments);
    shell.out().flush();
    shell.err().flush();
    return code;
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }
}
