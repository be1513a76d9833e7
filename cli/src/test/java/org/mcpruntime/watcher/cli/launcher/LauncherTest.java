package org.mcpruntime.watcher.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real script in a small copy of the repository, with a Maven that only says that it was called. */
final class LauncherTest {

  private static final List<String> MODULES =
      List.of("schemas", "checks", "testbed", "collector", "correlator", "cli");

  private static final String PROGRAM = """
      package org.mcpruntime.watcher.cli;

      public final class ClusterWatcher {
        public static void main(String[] args) {
          if (args[0].equals("name")) {
            System.out.println(System.getProperty("watcher.program"));
            return;
          }
          System.out.println("ran " + String.join(" ", args) + " terminal=" + Boolean.getBoolean("watcher.stdout.terminal"));
          System.exit(args.length > 0 && args[0].equals("three") ? 3 : 0);
        }
      }
      """;

  /** Takes a moment, so that a second one can come in between. */
  private static final String MAVEN = """
      #!/usr/bin/env bash
      echo called >>"$(dirname "$0")/calls"
      echo "[INFO] Building Cluster Watcher: schemas 0.1.0                              [2/7]"
      echo "[INFO] Downloaded from central: https://repo.example/a.jar (1.5 MB at 2 MB/s)"
      sleep 1
      if [ -e "$(dirname "$0")/broken" ]; then
        echo "[ERROR] /x/Broken.java:[3,1] class, interface, enum, or record expected"
        echo "[ERROR] For more information about the errors, read the documentation"
        exit 1
      fi
      mkdir -p "$(dirname "$0")/cli/target/app/lib"
      cp "$(dirname "$0")/program.jar" "$(dirname "$0")/cli/target/app/lib/cli.jar"
      """;

  private record Result(int code, String out, String err) {}

  @TempDir
  Path root;

  @BeforeEach
  void makeASmallRepository() throws IOException {
    for (String module : MODULES) {
      Files.createDirectories(root.resolve(module).resolve("src/main/java"));
      Files.writeString(root.resolve(module).resolve("pom.xml"), "<project/>");
    }
    Files.createDirectories(root.resolve(".mvn"));
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    Files.writeString(root.resolve("mvnw"), MAVEN);
    Files.copy(Path.of("..", "cluster-watcher"), root.resolve("cluster-watcher"));
    assertThat(root.resolve("mvnw").toFile().setExecutable(true)).isTrue();
    assertThat(root.resolve("cluster-watcher").toFile().setExecutable(true)).isTrue();
    Path source = root.resolve("ClusterWatcher.java");
    Files.writeString(source, PROGRAM);
    tool("javac", "-d", root.resolve("classes").toString(), source.toString());
    tool(
        "jar",
        "--create",
        "--file",
        root.resolve("program.jar").toString(),
        "-C",
        root.resolve("classes").toString(),
        ".");
    // Everything is older than the first build, whatever the resolution of the clock.
    Instant past = Instant.now().minusSeconds(60);
    try (var files = Files.walk(root)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(past));
      }
    }
  }

  @Test
  void buildsOnceAndHandsOverArgumentsAndExitCode() throws Exception {
    // When
    Result first = launch("three", "two words");
    Result second = launch("version");

    // Then
    assertThat(first.code()).isEqualTo(3);
    assertThat(first.out()).isEqualTo("ran three two words terminal=false\n");
    assertThat(first.err())
        .contains("Building Cluster Watcher")
        .contains("downloads")
        .contains("log: " + root.toRealPath().resolve("target/launcher/build.log"))
        .contains("built in")
        .contains("1 jars, 2 MB downloaded")
        .doesNotContain("[INFO]");
    assertThat(second).isEqualTo(new Result(0, "ran version terminal=false\n", ""));
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void buildsAgainWhenSourcesChanged() throws Exception {
    // Given
    launch("version");
    Path source = Files.writeString(root.resolve("checks/src/main/java/New.java"), "class New {}");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));

    // When
    Result changed = launch("version");

    // Then
    assertThat(changed.code()).isZero();
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void worksThroughASymbolicLinkFromAnywhere() throws Exception {
    // Given
    Path elsewhere = Files.createDirectories(root.resolve("else/where"));
    Path link = Files.createSymbolicLink(elsewhere.resolve("cw"), Path.of("../../cluster-watcher"));

    // When
    Result result = run(List.of(link.toString(), "version"), elsewhere, Map.of());

    // Then
    assertThat(result.code()).isZero();
    assertThat(result.out()).isEqualTo("ran version terminal=false\n");
  }

  @Test
  void tellsWhyABuildFailedWithoutTheWallOfText() throws Exception {
    // Given
    Files.writeString(root.resolve("broken"), "");

    // When
    Result result = launch("version");

    // Then
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .contains(
            "The build failed:\n  [ERROR] /x/Broken.java:[3,1] class, interface, enum, or record expected\n")
        .contains("build.log")
        .doesNotContain("For more information");
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    // When
    CompletableFuture<Result> one = CompletableFuture.supplyAsync(() -> launchUnchecked("one"));
    CompletableFuture<Result> two = CompletableFuture.supplyAsync(() -> launchUnchecked("two"));

    // Then
    assertThat(List.of(
            one.get(1, TimeUnit.MINUTES).out(), two.get(1, TimeUnit.MINUTES).out()))
        .containsExactly("ran one terminal=false\n", "ran two terminal=false\n");
    assertThat(builds()).isEqualTo(1);
    assertThat(root.resolve("target/launcher/lock")).doesNotExist();
  }

  @Test
  void takesOverTheLockOfABuildThatWasKilled() throws Exception {
    // Given
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Files.createDirectories(root.resolve("target/launcher/lock"));
    Files.writeString(root.resolve("target/launcher/lock/pid"), gone.pid() + "\n");

    // When
    Result result = launch("version");

    // Then
    assertThat(result.code()).isZero();
  }

  @Test
  void asksForAJdkWhereThereIsOnlyAJre() throws Exception {
    // Given a home with java alone
    Path jre = root.resolve("jre");
    Path bin = Files.createDirectories(jre.resolve("bin"));
    Files.writeString(bin.resolve("java"), "#!/bin/sh\n");
    assertThat(bin.resolve("java").toFile().setExecutable(true)).isTrue();

    // When
    Result result = run(
        List.of(root.resolve("cluster-watcher").toString(), "version"),
        root,
        Map.of("JAVA_HOME", jre.toString(), "PATH", pathWithoutJava(bin)));

    // Then
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .contains("needs a JDK, version 17 or newer")
        .contains("JAVA_HOME: " + jre + " has no javac; it is a JRE");
    assertThat(root.resolve("calls")).doesNotExist();
  }

  @Test
  void refusesAnOldJdk() throws Exception {
    // Given
    Path bin = Files.createDirectories(root.resolve("old/bin"));
    for (String tool : List.of("java", "javac", "jlink")) {
      Files.writeString(bin.resolve(tool), "#!/bin/sh\n");
      assertThat(bin.resolve(tool).toFile().setExecutable(true)).isTrue();
    }
    Files.writeString(root.resolve("old/release"), "JAVA_VERSION=\"11.0.2\"\n");

    // When
    Result result = run(
        List.of(root.resolve("cluster-watcher").toString(), "version"),
        root,
        Map.of("JAVA_HOME", root.resolve("old").toString(), "PATH", pathWithoutJava(bin)));

    // Then
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("JAVA_HOME: " + root.resolve("old") + " is Java 11");
  }

  /** The few programs that the script needs before it asks for Java. */
  private String pathWithoutJava(Path scratch) throws IOException {
    Path bin = Files.createDirectories(scratch.resolve("tools"));
    for (String tool : List.of(
        "bash", "env", "dirname", "readlink", "sed", "head", "find", "cat", "mkdir", "rm")) {
      for (String directory : List.of("/usr/bin", "/bin")) {
        Path program = Path.of(directory, tool);
        if (Files.exists(program) && !Files.exists(bin.resolve(tool))) {
          Files.writeString(bin.resolve(tool), "#!/bin/sh\nexec " + program + " \"$@\"\n");
          assertThat(bin.resolve(tool).toFile().setExecutable(true)).isTrue();
        }
      }
    }
    return bin.toString();
  }

  private long builds() throws IOException {
    return Files.readAllLines(root.resolve("calls")).size();
  }

  @Test
  void tellsTheProgramHowItWasCalled() throws Exception {
    // Given
    String java = System.getProperty("java.home");
    String path = System.getenv("PATH");
    // Then by the words of the user, and by its name alone where that is enough
    assertThat(launch("name").out()).isEqualTo(root.resolve("cluster-watcher") + "\n");
    assertThat(run(List.of("./cluster-watcher", "name"), root, Map.of("JAVA_HOME", java))
            .out())
        .isEqualTo("./cluster-watcher\n");
    assertThat(run(
                List.of("sh", "-c", "cluster-watcher name"),
                root,
                Map.of("JAVA_HOME", java, "PATH", root + ":" + path))
            .out())
        .isEqualTo("cluster-watcher\n");
  }

  private Result launch(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(root.resolve("cluster-watcher").toString()));
    command.addAll(List.of(arguments));
    return run(command, root, Map.of("JAVA_HOME", System.getProperty("java.home")));
  }

  private Result launchUnchecked(String argument) {
    try {
      return launch(argument);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Result run(List<String> command, Path directory, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("launcher", ".out");
    Path err = Files.createTempFile("launcher", ".err");
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("CLUSTER_WATCHER_"));
    builder.environment().putAll(environment);
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    Result result = new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    Files.delete(out);
    Files.delete(err);
    return result;
  }

  private static void tool(String name, String... arguments) {
    int code = ToolProvider.findFirst(name).orElseThrow().run(System.out, System.err, arguments);
    assertThat(code).isZero();
  }
}
