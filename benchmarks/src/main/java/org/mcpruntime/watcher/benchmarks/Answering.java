package org.mcpruntime.watcher.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The side of a {@link ChildJvm} that answers: one line out for each line in, until the input ends. */
final class Answering {
  /** In front of each answer, since a Java machine may say something too. */
  static final String ANSWER = "answer: ";

  static final String FAILED = "failed: ";

  /** Answers one question, given as its words. */
  interface Answer {
    String to(String[] words) throws Exception;
  }

  private Answering() {}

  static void untilInputEnds(Answer answer) throws IOException {
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = questions.readLine(); line != null; line = questions.readLine()) {
      System.out.println(ANSWER + answer(answer, line));
      System.out.flush();
    }
  }

  private static String answer(Answer answer, String line) {
    try {
      return answer.to(line.split(" ", -1));
    } catch (Exception e) {
      return FAILED + e;
    }
  }
}
