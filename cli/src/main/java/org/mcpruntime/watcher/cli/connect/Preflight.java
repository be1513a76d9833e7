package org.mcpruntime.watcher.cli.connect;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.config.Config;
import org.mcpruntime.watcher.cli.config.Problem;
import org.mcpruntime.watcher.collector.KubeAccess;
import org.mcpruntime.watcher.collector.api.ApiFailure;
import org.mcpruntime.watcher.collector.api.ApiResult;
import org.mcpruntime.watcher.schemas.topics.TopicProblem;

/** Looks, before anything starts, whether what it needs answers. Reports; never waits longer than a few seconds. */
public final class Preflight {

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(8);

  private Preflight() {}

  /** Problems of reaching the brokers; empty when one of them answers as a broker. */
  public static List<Problem> kafka(Connection connection) {
    String servers = connection.bootstrapServers();
    List<String> refused = new ArrayList<>();
    List<String> addresses =
        Arrays.stream(servers.split(",", -1)).map(String::strip).toList();
    for (String address : addresses) {
      int colon = address.lastIndexOf(':');
      String refusal = tryConnect(
          address.substring(0, Math.max(0, colon)), Integer.parseInt(address.substring(colon + 1)));
      if (refusal.isEmpty()) {
        return answersAsBroker(connection);
      }
      refused.add(address + " " + refusal);
    }
    return List.of(new Problem(
        "kafka.bootstrap.servers",
        "must name a broker that can be reached; " + String.join("; ", refused)
            + " (example: kafka-0:9092)"));
  }

  /** Problems of reaching the registry; empty when one of its addresses accepts a connection. */
  public static List<Problem> registry(Connection connection) {
    List<String> refused = new ArrayList<>();
    for (String address : connection.registryUrls().split(",", -1)) {
      URI uri = URI.create(address.strip());
      int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
      String refusal = tryConnect(uri.getHost(), port);
      if (refusal.isEmpty()) {
        return List.of();
      }
      refused.add(address + " " + refusal);
    }
    return List.of(new Problem(
        "registry.url",
        "must name a registry that can be reached; " + String.join("; ", refused)
            + " (example: http://registry:8081)"));
  }

  /** What a service needs that writes to our topics: the broker, the registry, the topics with their partitions. */
  public static List<String> service(Config config, Connection connection) {
    List<Problem> kafka = kafka(connection);
    List<String> problems = new ArrayList<>(kafka.stream().map(Problem::line).toList());
    problems.addAll(registry(connection).stream().map(Problem::line).toList());
    if (kafka.isEmpty()) {
      TopicPlan.of(config).verifyTopics(connection).stream()
          .filter(Preflight::keepsFromStarting)
          .map(TopicProblem::text)
          .forEach(problems::add);
    }
    return problems;
  }

  /** Retention and replicas are worth telling by {@code topics verify}, and no reason not to run. */
  private static boolean keepsFromStarting(TopicProblem problem) {
    return !(problem instanceof TopicProblem.ConfigDiffers)
        && !(problem instanceof TopicProblem.ReplicationDiffers);
  }

  /** Problems of reaching the API server of a cluster and of being somebody there. */
  public static List<Problem> api(KubeTarget target) {
    ApiResult<byte[]> answer;
    try (KubeAccess access = target.open()) {
      answer = access.api().get("/version");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotRun("interrupted");
    }
    if (answer instanceof ApiResult.Answer<byte[]>) {
      return List.of();
    }
    ApiFailure failure = ((ApiResult.Failed<byte[]>) answer).failure();
    String what = failure instanceof ApiFailure.Unreachable
        ? "cannot be reached"
        : failure instanceof ApiFailure.Unauthorized
            ? "does not accept these credentials"
            : "answers with " + failure.reason();
    return List.of(new Problem(
        "kube.context",
        "must be a cluster that can be read; context \"" + target.context() + "\": "
            + target.server() + " " + what + " (example: --context k3s-stage)"));
  }

  /**
   * Ends the command unless these topics can be read.
   *
   * @throws CannotRun when the broker or the registry cannot be reached, or a topic is not there
   */
  public static void requireTopics(Connection connection, Collection<String> topics) {
    List<Problem> problems = new ArrayList<>(kafka(connection));
    if (problems.isEmpty()) {
      problems.addAll(missing(connection, topics));
    }
    problems.addAll(registry(connection));
    if (!problems.isEmpty()) {
      throw CannotRun.of(problems);
    }
  }

  private static List<Problem> missing(Connection connection, Collection<String> topics) {
    try (Admin admin = admin(connection)) {
      Set<String> there = admin.listTopics().names().get(ANSWER.toSeconds(), TimeUnit.SECONDS);
      return topics.stream()
          .filter(topic -> !there.contains(topic))
          .map(topic -> new Problem(
              topic,
              "there is no such topic; `cluster-watcher topics create` makes it (topics.prefix is \""
                  + connection.topics().prefix() + "\")"))
          .toList();
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      return List.of(
          new Problem("kafka.bootstrap.servers", "topics cannot be listed: " + reason(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotRun("interrupted");
    }
  }

  private static List<Problem> answersAsBroker(Connection connection) {
    try (Admin admin = admin(connection)) {
      admin.describeCluster().nodes().get(ANSWER.toSeconds(), TimeUnit.SECONDS);
      return List.of();
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      return List.of(new Problem(
          "kafka.bootstrap.servers",
          "must name a broker that answers; " + connection.bootstrapServers()
              + " accepts connections, but: " + reason(e)
              + " (is a kafka.security.protocol missing?)"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotRun("interrupted");
    }
  }

  /** An admin client that gives up within seconds. The caller closes it. */
  public static Admin admin(Connection connection) {
    Map<String, Object> settings = new HashMap<>(connection.kafka());
    settings.putIfAbsent("request.timeout.ms", "5000");
    settings.putIfAbsent("default.api.timeout.ms", "8000");
    settings.put("client.id", "cluster-watcher-admin");
    return Admin.create(settings);
  }

  /** Empty when the connection is accepted, else why not. */
  private static String tryConnect(String host, int port) {
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    InetSocketAddress address = new InetSocketAddress(bare, port);
    if (address.isUnresolved()) {
      return "has an unknown host";
    }
    try (Socket socket = new Socket()) {
      socket.connect(address, (int) CONNECT.toMillis());
      return "";
    } catch (IOException e) {
      return "cannot be reached (" + (e.getMessage() == null ? "no answer" : e.getMessage()) + ")";
    }
  }

  private static String reason(Exception e) {
    Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
    return cause instanceof TimeoutException || cause.getMessage() == null
        ? "no answer within " + ANSWER.toSeconds() + "s"
        : cause.getMessage();
  }
}
