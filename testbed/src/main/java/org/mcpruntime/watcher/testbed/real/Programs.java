package org.mcpruntime.watcher.testbed.real;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The programs of a control plane in one directory: {@code $KUBEBUILDER_ASSETS}, by default
 * {@code /usr/local/kubebuilder/bin}, where {@code setup-envtest} and the like put them.
 */
public record Programs(Path directory) {

  private static final List<String> API_SERVER = List.of("etcd", "kube-apiserver", "kubectl");
  private static final List<String> CONTROLLERS =
      List.of("kube-controller-manager", "kube-scheduler", "kwok");

  /** What is needed for an API server alone; empty when something is missing. */
  public static Optional<Programs> find() {
    String configured = System.getenv("KUBEBUILDER_ASSETS");
    Path directory = Path.of(configured == null ? "/usr/local/kubebuilder/bin" : configured);
    return new Programs(directory).having(API_SERVER);
  }

  /** Also what is needed for controllers, a scheduler and fake kubelets. */
  public static Optional<Programs> findWithControllers() {
    return find().flatMap(programs -> programs.having(CONTROLLERS));
  }

  /** What to print when a test has to be skipped. */
  public static String missing() {
    return "needs a real control plane: put etcd, kube-apiserver, kubectl, kube-controller-manager, kube-scheduler and"
        + " kwok into $KUBEBUILDER_ASSETS (default /usr/local/kubebuilder/bin)";
  }

  String path(String program) {
    return directory.resolve(program).toString();
  }

  private Optional<Programs> having(List<String> programs) {
    return programs.stream().allMatch(program -> Files.isExecutable(directory.resolve(program)))
        ? Optional.of(this)
        : Optional.empty();
  }
}
