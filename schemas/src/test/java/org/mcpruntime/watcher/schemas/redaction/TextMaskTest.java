package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextMaskTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
      Head "https://bot:pw@r.local/v2/": EOF                 | Head "https://[redacted]@r.local/v2/": EOF
      https://token@github.com/a/b                           | https://[redacted]@github.com/a/b
      see http://a/ and http://u:p@b/c?x=1                   | see http://a/ and http://[redacted]@b/c?x=1
      postgres://u:p/w@db/x                                  | postgres://[redacted]@db/x
      redis://u:p@ss@db                                      | redis://[redacted]@db
      root:pw@tcp(db:3306)/x                                 | [redacted]@tcp(db:3306)/x
      Bearer abc.def-1                                       | Bearer [redacted]
      got BEARER x1, retrying                                | got BEARER [redacted] retrying
      Basic dXNlcjpwYXNz failed                              | Basic [redacted] failed
      Authorization: Bearer abc for host                     | Authorization: [redacted]
      Authorization=Token abc                                | Authorization=[redacted]
      "authorization":"Basic x","b":1                        | "authorization":"[redacted]","b":1
      Set-Cookie: a=1; b=2                                   | Set-Cookie: [redacted]
      password=hunter2 next                                  | password=[redacted] next
      PGPASSWORD=a                                           | PGPASSWORD=[redacted]
      MY_TOKEN_VALUE=a b                                     | MY_TOKEN_VALUE=[redacted] b
      Password: "two words" end                              | Password: "[redacted]" end
      passwd : 'x'                                           | passwd : '[redacted]'
      password: has2much                                     | password: [redacted]
      secret: the-long-one                                   | secret: [redacted]
      token:abc                                              | token:[redacted]
      ?X-Amz-Signature=ab&z=1                                | ?X-Amz-Signature=[redacted]
      ?sig=ab                                                | ?sig=[redacted]
      {"auths":{"r":{"auth":"eA==","email":"e"}}}            | {"auths":{"r":{"auth":"[redacted]","email":"e"}}}
      run --api-key abc --v 2                                | run --api-key [redacted] --v 2
      curl -u a:b http://x                                   | curl -u [redacted] http://x
      jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIi.sig_-x.              | jwt [redacted]
      cert LS0tLS1CRUdJTiBDRVJU== end                        | cert [redacted] end
      -----BEGIN RSA PRIVATE KEY----- ab -----END RSA PRIVATE KEY----- end | [redacted] end
      -----BEGIN EC PRIVATE KEY----- ab                      | [redacted]
      push with ghp_A1b2C3d4E5f6G7h8 done                    | push with [redacted] done
      id AKIAIOSFODNN7EXAMPLE of eu                          | id [redacted] of eu
      ASIAIOSFODNN7EXAMPLE                                   | [redacted]
      a=b token=x password=y c=d                             | a=b token=[redacted] password=[redacted] c=d
      """)
  void masksTheCredentialAndKeepsTheRest(String text, String masked) {
    assertThat(mask(text)).isEqualTo(masked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-11-23T16:06:22Z",
        "registry.local/crm@sha256:0123456789abcdef",
        "Back-off pulling image \"registry.local/acme/token:1.4\"",
        "failed to fetch oauth token: unexpected status from GET request to https://r/token?service=x: 401 Unauthorized",
        "pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
        "no basic auth credentials",
        "Bearer token is missing",
        "www-authenticate: Bearer realm=\"https://r/token\"",
        "MountVolume.SetUp failed for volume \"gateway-token\" : secret \"gateway-token\" not found",
        "couldn't find key api-key in Secret mcp-team-acme/crm",
        "references non-existent secret key: ca.crt",
        "pods \"x\" is forbidden: exceeded quota: team, requested: secrets=1, used: secrets=10, limited: secrets=10",
        "system:serviceaccount:kube-system:token-cleaner",
        "proxy https://proxy.golang.org/x/@v/list",
        "http://127.0.0.1:8088/mcp",
        "0/3 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/unreachable: }",
        "secretName=crm-tls --token-file=/var/run/token",
        "Liveness probe failed: Get \"http://10.0.0.1:8091/ready\": dial tcp 10.0.0.1:8091: connect: connection refused",
        "tls: failed to verify certificate: x509: certificate signed by unknown authority",
        "app.kubernetes.io/name=token,env in (prod)",
        "image pull policy IfNotPresent, ClusterIP, AKIA-ID, ASIAN",
        "spiffe://example.org/ns/traefik/sa/traefik"
      })
  void leavesDiagnosticsAlone(String text) {
    assertThat(mask(text)).isEqualTo(text);
  }

  /** Looking back or ahead from every sign in such a text takes minutes; the result is what is asserted. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "@|@",
        "a@|a@",
        "a:b@|[redacted]@",
        "=|=",
        ":|:",
        " -u| -u",
        ".sk-|.sk-",
        "key: |key: ",
        "-----BEGIN |[redacted]",
        "eyJ|[redacted]"
      })
  void readsLongTextsOfSignsInOneGo(String part, String start) {
    assertThat(mask(part.repeat(500_000 / part.length()))).startsWith(start);
  }

  private static String mask(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    byte[] masked = new TextMask(List.of()).mask(utf8, 0, utf8.length, false, true);
    return masked.length == 0 ? text : Fixture.JSON.readTree(masked).stringValue();
  }
}
