package org.mcpruntime.watcher.cli.connect;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.Shell;
import org.mcpruntime.watcher.cli.config.Keys;
import org.mcpruntime.watcher.cli.config.Nearest;
import org.mcpruntime.watcher.cli.config.Problem;
import org.mcpruntime.watcher.collector.KubeAccess;
import org.mcpruntime.watcher.schemas.redaction.CredentialText;
import org.mcpruntime.watcher.schemas.topics.ClusterNames;

/**
 * A cluster that somebody can name: found as kubectl finds it.
 *
 * @param config credentials included; never shown
 * @param context name of the context; {@code in-cluster} for a Pod's service account
 * @param user as the kubeconfig calls it; empty when it does not
 */
public record KubeTarget(Config config, String context, String user) {

  private static final Pattern LINE = Pattern.compile("line \\d+");

  private static final Path SERVICE_ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

  /**
   * Looks for a cluster. Nothing is asked over the network.
   *
   * @return empty when there is no kubeconfig and this is no Pod
   * @throws CannotRun when what was named is not there
   */
  public static Optional<KubeTarget> find(
      org.mcpruntime.watcher.cli.config.Config settings, Shell shell) {
    return find(settings, shell, settings.find(Keys.CONTEXT).orElse(null));
  }

  /**
   * The same for a context.
   *
   * @param wanted null: the current one
   */
  static Optional<KubeTarget> find(
      org.mcpruntime.watcher.cli.config.Config settings, Shell shell, @Nullable String wanted) {
    Optional<Path> named = settings.find(Keys.KUBECONFIG).map(shell.directory()::resolve);
    if (named.isPresent()) {
      return Optional.of(fromFile(named.get(), wanted));
    }
    String variable = shell.environment().getOrDefault("KUBECONFIG", "");
    List<String> listed = Arrays.stream(variable.split(File.pathSeparator, -1))
        .filter(part -> !part.isBlank())
        .toList();
    if (listed.size() == 1) {
      return Optional.of(fromFile(shell.directory().resolve(listed.get(0)), wanted));
    }
    if (listed.size() > 1) {
      return Optional.of(checked(Config.autoConfigure(wanted), wanted, "$KUBECONFIG"));
    }
    Path standard = shell.home().resolve(".kube").resolve("config");
    if (Files.isRegularFile(standard)) {
      return Optional.of(fromFile(standard, wanted));
    }
    if (Files.exists(SERVICE_ACCOUNT)) {
      return Optional.of(new KubeTarget(Config.autoConfigure(null), "in-cluster", ""));
    }
    if (wanted != null) {
      throw CannotRun.of(List.of(new Problem(
          Keys.CONTEXT.name(),
          "is \"" + wanted + "\", but there is no kubeconfig (example: --kubeconfig FILE)")));
    }
    return Optional.empty();
  }

  /**
   * From one file.
   *
   * @throws CannotRun when the file or the context is not there
   */
  public static KubeTarget fromFile(Path file, @Nullable String context) {
    if (!Files.isReadable(file)) {
      throw CannotRun.of(List.of(new Problem(
          Keys.KUBECONFIG.name(), "must be a file that can be read, was \"" + file + "\"")));
    }
    Config config;
    try {
      config = Config.fromKubeconfig(context, file.toFile());
    } catch (RuntimeException e) {
      // Not the message: the parser's quotes the file, and so the credentials in it.
      Matcher line = LINE.matcher(String.valueOf(e.getMessage()));
      throw CannotRun.of(List.of(new Problem(
          Keys.KUBECONFIG.name(),
          "must be a kubeconfig, was \"" + file + "\""
              + (line.find() ? ", which cannot be understood at " + line.group() : ""))));
    }
    return checked(config, context, file.toString());
  }

  private static KubeTarget checked(Config config, @Nullable String wanted, String from) {
    List<String> contexts = config.getContexts() == null
        ? List.of()
        : config.getContexts().stream().map(NamedContext::getName).toList();
    if (wanted != null && !contexts.contains(wanted)) {
      throw CannotRun.of(List.of(new Problem(
          Keys.CONTEXT.name(),
          "must be a context of " + from + ", was \"" + wanted + "\""
              + Nearest.hint(wanted, contexts)
              + (contexts.isEmpty() ? "" : " (known: " + String.join(", ", contexts) + ")"))));
    }
    NamedContext current = config.getCurrentContext();
    if (current == null || current.getContext() == null) {
      throw CannotRun.of(List.of(new Problem(
          Keys.CONTEXT.name(),
          "must be given: " + from + " has no current context"
              + (contexts.isEmpty() ? "" : " (known: " + String.join(", ", contexts) + ")"))));
    }
    String user = current.getContext().getUser();
    return new KubeTarget(config, current.getName(), user == null ? "" : user);
  }

  /** Address of the API server, to be shown: without credentials. */
  public String server() {
    return CredentialText.mask(config.getMasterUrl().replaceAll("/+$", ""));
  }

  public KubeAccess open() {
    return KubeAccess.of(config);
  }

  /** The configured name, or one made of the context's. */
  public String clusterName(org.mcpruntime.watcher.cli.config.Config settings) {
    return settings.find(Keys.CLUSTER_NAME).orElseGet(() -> nameOf(context));
  }

  /** {@code arn:aws:eks:eu:1:cluster/Prod} becomes {@code arn-aws-eks-eu-1-cluster-prod}. */
  static String nameOf(String context) {
    String name = context.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]+", "-");
    String cut = name.length() > 63 ? name.substring(name.length() - 63) : name;
    String trimmed = cut.replaceAll("^[.-]+|[.-]+$", "");
    return ClusterNames.isValid(trimmed) ? trimmed : "cluster";
  }

  @Override
  public String toString() {
    return "KubeTarget[" + context + ", " + server() + "]";
  }
}
