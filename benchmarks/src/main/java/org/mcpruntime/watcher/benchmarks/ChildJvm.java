package org.mcpruntime.watcher.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Java machine of its own, asked line by line: each line to it is answered by one line. It ends when its input does, so
 * none outlives its parent. See {@link Answering} for the other side.
 */
final class ChildJvm implements AutoCloseable {
  private static final int CLOSE_SECONDS = 15;

  private final Process process;
  private final BufferedWriter questions;
  private final BufferedReader answers;

  private ChildJvm(Process process) {
    this.process = process;
    this.questions = new BufferedWriter(
        new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts {@code main} on our own class path. */
  static ChildJvm start(Class<?> main, List<String> options, String... arguments)
      throws IOException {
    return start(List.of(), main, options, arguments);
  }

  /** @param launcher put in front of the command, such as {@link #onOneProcessor} */
  static ChildJvm start(
      List<String> launcher, Class<?> main, List<String> options, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(launcher);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ChildJvm(new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start());
  }

  /** What keeps a process on one processor; empty where that cannot be done. */
  static List<String> onOneProcessor() {
    List<String> launcher = List.of("taskset", "--cpu-list", "0");
    try {
      Process trial =
          new ProcessBuilder(Stream.concat(launcher.stream(), Stream.of("true")).toList()).start();
      return trial.waitFor() == 0 ? launcher : List.of();
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  /** Waits for the answer, however long that takes. */
  String ask(Object... words) throws IOException {
    List<String> line = new ArrayList<>();
    for (Object word : words) {
      line.add(String.valueOf(word));
    }
    questions.write(String.join(" ", line));
    questions.newLine();
    questions.flush();
    String answer = answers.readLine();
    while (answer != null && !answer.startsWith(Answering.ANSWER)) {
      System.err.println(answer);
      answer = answers.readLine();
    }
    if (answer == null || answer.startsWith(Answering.ANSWER + Answering.FAILED)) {
      throw new IOException(line + " was not answered: " + answer);
    }
    return answer.substring(Answering.ANSWER.length());
  }

  long askNumber(Object... words) throws IOException {
    return Long.parseLong(ask(words));
  }

  /** As by {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    try {
      questions.close();
      process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      // It has ended already.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
