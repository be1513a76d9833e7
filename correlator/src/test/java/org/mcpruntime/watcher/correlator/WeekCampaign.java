package org.mcpruntime.watcher.correlator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/**
 * {@code ./campaign replay}: a simulated week is evaluated by the service with one thread and with four, and the command of the
 * product verifies both; with one hold changed it has to find the difference.
 */
final class WeekCampaign {

  private static final String PROGRAM = "org.mcpruntime.watcher.cli.ClusterWatcher";
  private static final int WRONG_USE = 2;
  private static final int MOST_DAYS = 28;

  /** One command, over the most days on a slow machine. */
  private static final Duration LONGEST = Duration.ofHours(1);

  /** From this version on Java warns of what Kafka does, unless it is told not to. */
  private static final int WARNS = 24;

  private record Verdict(int code, String out) {
    String first() {
      return out.lines().findFirst().orElse("");
    }
  }

  private final ReplayedWeek week;
  private final Path directory;
  private boolean wrong;

  private WeekCampaign(ReplayedWeek week, Path directory) {
    this.week = week;
    this.directory = directory;
  }

  /** Arguments: {@code --days N}. */
  public static void main(String[] args) throws Exception {
    if (args.length > 0
        && (args.length != 2
            || !args[0].equals("--days")
            || !args[1].matches("\\d{1,2}")
            || Integer.parseInt(args[1]) < 1
            || Integer.parseInt(args[1]) > MOST_DAYS)) {
      System.err.println("replay takes --days N, from 1 to " + MOST_DAYS);
      System.exit(WRONG_USE);
    }
    int days = args.length == 0 ? 7 : Integer.parseInt(args[1]);
    Path directory = Files.createTempDirectory("replay-campaign");
    boolean wrong;
    try (ReplayedWeek week = ReplayedWeek.start(directory, days, version(directory))) {
      WeekCampaign campaign = new WeekCampaign(week, directory);
      campaign.run(days);
      wrong = campaign.wrong;
    } finally {
      delete(directory);
    }
    System.exit(wrong ? 1 : 0);
  }

  private void run(int days) throws Exception {
    Instant began = Instant.now();
    List<Incident> incidents = week.incidents();
    System.out.printf(
        Locale.ROOT,
        "%d days of a cluster, %,d records, %,d incident records of %,d incidents; Java %s%n",
        days,
        week.week().halves().stream().mapToInt(List::size).sum(),
        incidents.size(),
        incidents.stream().map(Incident::getId).distinct().count(),
        Runtime.version());
    System.out.println("with "
        + week.week().contents().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(each -> each.getValue() + " " + each.getKey())
            .collect(Collectors.joining(", ")));
    TopicNames one = evaluated("one.", 1);
    TopicNames four = evaluated("four.", 4);
    identical("1 thread", one, incidents.size());
    identical("4 threads", four, incidents.size());
    changed(one);
    System.out.printf(
        Locale.ROOT, "%s in %s%n", wrong ? "WRONG" : "all as it has to be", since(began));
  }

  private TopicNames evaluated(String prefix, int threads) throws Exception {
    Instant began = Instant.now();
    TopicNames topics = TopicNames.withPrefix(prefix);
    week.evaluate(topics, threads);
    System.out.printf(
        Locale.ROOT,
        "evaluated with %d thread%s, restarted with other rules at %s: %s%n",
        threads,
        threads == 1 ? "" : "s",
        week.week().changed(),
        since(began));
    return topics;
  }

  private void identical(String what, TopicNames topics, int records) throws Exception {
    Instant began = Instant.now();
    Verdict verdict = verify(topics);
    boolean fine = verdict.code == 0
        && verdict.out.equals(
            String.format(Locale.ROOT, "%,d records compared · identical%n", records));
    tell(what, verdict, began, fine);
  }

  /** With one hold changed. */
  private void changed(TopicNames topics) throws Exception {
    Instant began = Instant.now();
    Path rules =
        Files.writeString(directory.resolve("rules.yaml"), "checks.pod-image-pull.terminal: 90s\n");
    Verdict verdict = verify(topics, "--rules", rules.toString());
    tell(
        "hold of pod-image-pull 30s → 90s",
        verdict,
        began,
        verdict.code == 1
            && verdict.out.contains(" differ")
            && verdict.out.contains("\nfirst difference: prod/")
            && verdict.out.contains("#pod-image-pull "));
    verdict.out.lines().skip(1).forEach(line -> System.out.println("    " + line));
  }

  private void tell(String what, Verdict verdict, Instant began, boolean fine) {
    wrong |= !fine;
    System.out.printf(
        Locale.ROOT,
        "%s %s: %s, exit %d, %s%n",
        fine ? "✓" : "✗",
        what,
        verdict.first(),
        verdict.code,
        since(began));
    if (!fine) {
      System.out.println(verdict.out);
    }
  }

  /** The command as a user runs it, in a process of its own. */
  private Verdict verify(TopicNames topics, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(
        "replay",
        "--cluster",
        ReplayedWeek.CLUSTER,
        "--from",
        week.begin().toString(),
        "--to",
        week.end().toString(),
        "--verify",
        "--set",
        "topics.prefix=" + topics.prefix()));
    week.log()
        .clients()
        .forEach((name, value) -> arguments.addAll(List.of(
            "--set",
            (name.startsWith("bootstrap") ? "kafka." + name : "registry.url") + "=" + value)));
    arguments.addAll(List.of(more));
    return program(arguments);
  }

  /** What {@code replay} compares only with what the same build has evaluated. */
  private static String version(Path directory) throws Exception {
    return program(directory, List.of("version"))
        .out
        .replaceFirst("^Cluster Watcher (\\S+)(?s:.*)", "$1");
  }

  private Verdict program(List<String> arguments) throws Exception {
    return program(directory, arguments);
  }

  private static Verdict program(Path directory, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(
        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx768m"));
    if (Runtime.version().feature() >= WARNS) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), PROGRAM));
    command.addAll(arguments);
    Path out = directory.resolve("out");
    Process process = new ProcessBuilder(command)
        .redirectOutput(out.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            String.join(" ", arguments) + " has not ended within " + LONGEST.toMinutes() + " min");
      }
      return new Verdict(process.exitValue(), Files.readString(out));
    } finally {
      process.destroyForcibly();
    }
  }

  private static String since(Instant began) {
    return Duration.between(began, Instant.now()).toSeconds() + "s";
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
