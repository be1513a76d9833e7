package org.mcpruntime.watcher.checks.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PullFailureTest {

  private static final String IMAGE = "registry.local/acme/tools:1.5.0";

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
          plain-http | Head "https://r/v2/": http: server gave HTTP response to HTTPS client
          tls | tls: failed to verify certificate: x509: cannot validate certificate for 10.43.0.9 because it doesn't contain any IP SANs
          tls | failed to do request: Head https://r/v2/: x509: certificate signed by unknown authority
          tls | x509: certificate has expired or is not yet valid: current time 2026-11-23T16:00:00Z is after 2026-11-01T00:00:00Z
          dns | dial tcp: lookup registry.local on 10.0.0.2:53: no such host
          dns | Head "https://registry.local/v2/acme/tools/manifests/1.5.0": dial tcp: lookup registry.local: i/o timeout
          dns | dial tcp: lookup registry.local on 10.0.0.2:53: server misbehaving
          connection-refused | dial tcp 10.43.0.9:5000: connect: connection refused
          connection-refused | dial tcp 10.43.0.9:5000: connect: no route to host
          timeout | dial tcp 10.43.0.9:5000: i/o timeout
          timeout | context deadline exceeded
          timeout | net/http: TLS handshake timeout
          timeout | net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)
          auth | unexpected status from HEAD request to https://r/v2/x/manifests/1: 401 Unauthorized
          auth | unexpected status from HEAD request to https://r/v2/x/manifests/1: 403 Forbidden
          auth | pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials
          auth | pull access denied for acme/tools, repository does not exist or may require 'docker login': denied: requested access to the resource is denied
          auth | failed to authorize: failed to fetch anonymous token: unexpected status: 401 Unauthorized
          auth | reading manifest 1.5.0 in registry.local/acme/tools: unauthorized: authentication required
          dns | failed to authorize: failed to fetch anonymous token: Get "https://auth/token": dial tcp: lookup auth.docker.io: no such host
          not-found | registry.local/acme/tools:1.5.0: not found
          not-found | unexpected status from HEAD request to https://r/v2/x: 404 Not Found
          not-found | manifest unknown: manifest unknown
          rate-limit | 429 Too Many Requests - Server message: toomanyrequests: You have reached your unauthenticated pull rate limit
          rate-limit | toomanyrequests: You have reached your pull rate limit
          server-error | unexpected status from HEAD request to https://r/v2/x: 503 Service Unavailable
          server-error | received unexpected HTTP status: 502 Bad Gateway
          server-error | unexpected status code 500
          corrupt | failed to extract layer: archive/tar: invalid tar header; unexpected EOF
          interrupted | failed to copy: httpReadSeeker: failed open: unexpected EOF
          interrupted | read tcp 10.0.0.4:5123->10.0.0.9:443: read: connection reset by peer
          platform | no matching manifest for linux/arm64/v8 in the manifest list entries
          platform | no match for platform in manifest: not found
          disk-full | write /var/lib/containerd/x: no space left on device
          invalid-name | couldn't parse image name "A/B": invalid reference format: repository name must be lowercase
          never-pull | Container image "x" is not present with pull policy of Never
          UNKNOWN | something nobody has seen before
          """)
  void classifies(String expected, String text) {
    assertThat(PullFailure.read("ErrImagePull", text, IMAGE))
        .map(failure -> failure.failureClass().id())
        .contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Back-off pulling image \"registry.local/acme/tools:1.5.0\"",
        "Back-off pulling image registry.local/acme/tools:1.5.0",
        "Back-off pulling image",
        "Error: ImagePullBackOff",
        "Error: ErrImagePull"
      })
  void hearsNoCauseInABackOff(String text) {
    assertThat(PullFailure.read("ImagePullBackOff", text, IMAGE)).isEmpty();
  }

  @Test
  void readsTheCauseThatNewerKubeletsPutBehindTheBackOff() {
    String text =
        "Back-off pulling image \"registry.local/acme/tools:1.5.0\": ErrImagePull: rpc error:"
            + " code = Unknown desc = failed to pull and unpack image: 401 Unauthorized";
    assertThat(PullFailure.read("ImagePullBackOff", text, IMAGE))
        .contains(new PullFailure(PullFailureClass.AUTH, "401 Unauthorized"));
  }

  /** Digits and words of the image are not a cause. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "repo/denied-team/app:v429",
        "registry.local:5000/unauthorized/app:401",
        "not-found/x509:no-such-host",
        "registry.local/timeout/app@sha256:0123456789abcdef",
        "denied:503"
      })
  void doesNotReadTheImageReference(String image) {
    String quoted =
        "rpc error: code = Unknown desc = failed to pull image \"" + image + "\": strange thing";
    String bare = "failed to resolve docker.io/" + image + ": strange thing";
    assertThat(PullFailure.read("ErrImagePull", quoted, image))
        .map(PullFailure::failureClass)
        .contains(PullFailureClass.UNKNOWN);
    assertThat(PullFailure.read("ErrImagePull", bare, image))
        .map(PullFailure::failureClass)
        .contains(PullFailureClass.UNKNOWN);
    assertThat(PullFailure.read("ErrImagePull", bare + ": 401 Unauthorized", image))
        .contains(new PullFailure(PullFailureClass.AUTH, "401 Unauthorized"));
  }

  @ParameterizedTest
  @CsvSource({
    "InvalidImageName, invalid-name",
    "ErrImageNeverPull, never-pull",
    "SignatureValidationFailed, signature",
    "RegistryUnavailable, connection-refused"
  })
  void takesTheReasonWhereTheTextIsSilent(String reason, String expected) {
    Optional<PullFailure> read = PullFailure.read(reason, "", IMAGE);
    assertThat(read).map(failure -> failure.failureClass().id()).contains(expected);
  }

  @Test
  void tellsTheTellingPartOnly() {
    String text =
        "failed to pull and unpack image \"" + IMAGE + "\": failed to resolve reference \"" + IMAGE
            + "\": unexpected status from HEAD request to https://registry.local/v2/acme/tools/manifests/1.5.0:"
            + " 403 Forbidden";
    assertThat(PullFailure.read("ErrImagePull", text, IMAGE))
        .map(PullFailure::snippet)
        .contains("403 Forbidden");
  }

  @Test
  void boundsWhatItTells() {
    assertThat(PullFailure.read("ErrImagePull", "x509: " + "long ".repeat(200), IMAGE))
        .hasValueSatisfying(failure -> assertThat(failure.snippet()).hasSize(160));
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest unknown", "no such host", "strange"})
  void survivesBeingRemembered(String text) {
    PullFailure failure = PullFailure.read("ErrImagePull", text, IMAGE).orElseThrow();
    assertThat(PullFailure.ofMemo(failure.memo())).isEqualTo(failure);
  }

  @Test
  void weighsTerminalOverRetryableOverUnknown() {
    assertThat(new PullFailure(PullFailureClass.AUTH, "").weight())
        .isGreaterThan(new PullFailure(PullFailureClass.TIMEOUT, "").weight());
    assertThat(new PullFailure(PullFailureClass.TIMEOUT, "").weight())
        .isGreaterThan(new PullFailure(PullFailureClass.UNKNOWN, "").weight());
  }
}
