package org.mcpruntime.watcher.testbed.kafka;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The example programs of one language, with their dependencies installed under {@code target}, once. */
enum OtherLanguage {
  JAVASCRIPT("javascript", "package.json", ".js", "npm") {
    @Override
    List<List<String>> installation(Path home) {
      return List.of(List.of("npm", "install", "--no-package-lock", "--no-audit", "--no-fund"));
    }

    @Override
    String interpreter(Path home) {
      return "node";
    }
  },
  PYTHON("python", "requirements.txt", ".py", "python3") {
    @Override
    List<List<String>> installation(Path home) {
      return List.of(
          List.of("python3", "-m", "venv", "--clear", "venv"),
          List.of(interpreter(home), "-m", "pip", "install", "--quiet", "-r", "requirements.txt"));
    }

    @Override
    String interpreter(Path home) {
      return home.resolve("venv").resolve("bin").resolve("python").toString();
    }
  };

  private final String folder;
  private final String dependencies;
  private final String extension;
  private final String program;

  OtherLanguage(String folder, String dependencies, String extension, String program) {
    this.folder = folder;
    this.dependencies = dependencies;
    this.extension = extension;
    this.program = program;
  }

  abstract List<List<String>> installation(Path home);

  abstract String interpreter(Path home);

  /** What ran, and how. */
  record Run(int code, List<String> lines, String errors) {}

  /** Copies the programs and installs what they need; gives the reason if that is not possible here. */
  Optional<String> prepare() throws IOException, InterruptedException {
    if (isAbsent(program)) {
      return Optional.of(program + " is not on the PATH");
    }
    Path home = Files.createDirectories(home());
    try (Stream<Path> files = Files.list(module().resolve("../interop").resolve(folder))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, home.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Path stamp = home.resolve("installed");
    String wanted = Files.readString(home.resolve(dependencies));
    if (Files.exists(stamp) && Files.readString(stamp).equals(wanted)) {
      return Optional.empty();
    }
    for (List<String> command : installation(home)) {
      Run run = execute(home, command, 300);
      if (run.code() != 0) {
        return Optional.of("the dependencies of interop/" + folder + " cannot be installed: "
            + run.errors()
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("no message"));
      }
    }
    Files.writeString(stamp, wanted);
    return Optional.empty();
  }

  /** Runs a program of {@code interop}. */
  Run run(String example, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(interpreter(home()), example + extension));
    command.addAll(List.of(arguments));
    return execute(home(), command, 60);
  }

  private Path home() {
    return module().resolve("target").resolve("interop").resolve(folder);
  }

  private static Path module() {
    return Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize();
  }

  private static Run execute(Path home, List<String> command, int seconds)
      throws IOException, InterruptedException {
    File out = home.resolve("out.log").toFile();
    File errors = home.resolve("errors.log").toFile();
    ProcessBuilder builder = new ProcessBuilder(command)
        .directory(home.toFile())
        .redirectOutput(out)
        .redirectError(errors);
    builder.environment().put("PYTHONIOENCODING", "utf-8");
    Process process = builder.start();
    boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    String said = Files.readString(errors.toPath(), StandardCharsets.UTF_8);
    return new Run(
        ended ? process.exitValue() : -1,
        Files.readAllLines(out.toPath(), StandardCharsets.UTF_8),
        ended ? said : "not done after " + seconds + " s\n" + said);
  }

  private static boolean isAbsent(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .noneMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
