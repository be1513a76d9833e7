package org.mcpruntime.watcher.schemas.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RedactionRulesTest {
  @Test
  void namesEveryProblemAtOnce() {
    assertThatThrownBy(() -> new RedactionRules(
            Set.of("name"),
            List.of("spec/x", "/metadata/*", "/~2"),
            Set.of("A B"),
            List.of("(", "x*"),
            1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("""
            redaction.field-names: must be the name of a field that is not part of every object, was "name" (example: employeeId)
            redaction.pointers: must be a JSON pointer to a member, was "spec/x" (example: /spec/tenants/*/contact)
            redaction.pointers: must not name the identity of an object, was "/metadata/*" (example: /spec/tenants/*/contact)
            redaction.pointers: must be a JSON pointer to a member, was "/~2" (example: /spec/tenants/*/contact)
            redaction.allowed-env-names: must be the name of an environment variable, was "A B" (example: LOG_LEVEL)
            redaction.text-patterns: must be a regular expression (Unclosed group), was "(" (example: EMP-[0-9]{6})
            redaction.text-patterns: must not match the empty text, was "x*" (example: EMP-[0-9]{6})
            redaction.max-object-bytes: must be between 16384 and 16777216, was "1" (example: 921600)""");
  }

  @Test
  void acceptsAdditionsInsideMetadata() {
    RedactionRules rules = new RedactionRules(
        Set.of("employeeId"),
        List.of("/metadata/labels/owner", "/a~1b/*"),
        Set.of("LOG_LEVEL"),
        List.of("x+"),
        16384);
    assertThat(rules.allAllowedEnvNames()).contains("LOG_LEVEL", "MCP_CLUSTER_NAME");
  }
}
