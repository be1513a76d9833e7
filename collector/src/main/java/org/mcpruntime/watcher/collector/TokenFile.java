package org.mcpruntime.watcher.collector;

import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A token that a kubeconfig's user keeps in a file of its own, which the client library does not look at. Read for every
 * request, so a rotated one counts at once.
 */
record TokenFile(Path file) implements OAuthTokenProvider {
  /** That of the configuration's current user. */
  static Optional<TokenFile> of(Config config) {
    File kubeconfig = config.getFileWithAuthInfo();
    NamedContext context = config.getCurrentContext();
    if (kubeconfig == null || context == null) {
      return Optional.empty();
    }
    String user = context.getContext().getUser();
    try {
      List<NamedAuthInfo> users = Serialization.unmarshal(
              Files.readString(kubeconfig.toPath()), io.fabric8.kubernetes.api.model.Config.class)
          .getUsers();
      return users.stream()
          .filter(each -> each.getName().equals(user))
          .map(each -> each.getUser().getTokenFile())
          .filter(name -> name != null && !name.isBlank())
          .map(name -> new TokenFile(kubeconfig.toPath().resolveSibling(name)))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Empty when it cannot be read now: the API then tells us that we are nobody. */
  @Override
  public String getToken() {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
