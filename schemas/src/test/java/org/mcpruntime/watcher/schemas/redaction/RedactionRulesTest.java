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
            List.of("spec/x", "/metadata/*", "/~2", "Pod:/spec/x", "core/Pod:/status"),
            Set.of("A B"),
            Set.of("--a=b", "c"),
            List.of("(", "x*"),
            1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("""
            redaction.names: must be the name of a field that is not part of every object, was "name" (example: employeeId)
            redaction.fields: must be [group/Kind:] and a JSON pointer that does not name the identity of an object, was "/metadata/*" (example: mcpruntime.org/MCPServer:/spec/tenants/*/contact)
            redaction.fields: must be [group/Kind:] and a JSON pointer that does not name the identity of an object, was "/~2" (example: mcpruntime.org/MCPServer:/spec/tenants/*/contact)
            redaction.fields: must be [group/Kind:] and a JSON pointer that does not name the identity of an object, was "Pod:/spec/x" (example: mcpruntime.org/MCPServer:/spec/tenants/*/contact)
            redaction.fields: must be [group/Kind:] and a JSON pointer that does not name the identity of an object, was "core/Pod:/status" (example: mcpruntime.org/MCPServer:/spec/tenants/*/contact)
            redaction.fields: must be [group/Kind:] and a JSON pointer that does not name the identity of an object, was "spec/x" (example: mcpruntime.org/MCPServer:/spec/tenants/*/contact)
            redaction.env.allow: must be the name of an environment variable, was "A B" (example: LOG_LEVEL)
            redaction.args.allow: must be a flag without its value, was "--a=b" (example: --log.level)
            redaction.args.allow: must be a flag without its value, was "c" (example: --log.level)
            redaction.pattern: must be a regular expression that does not match the empty text, was "(" (example: EMP-[0-9]{6})
            redaction.pattern: must be a regular expression that does not match the empty text, was "x*" (example: EMP-[0-9]{6})
            redaction.max-object-bytes: must be between 16384 and 16777216, was "1" (example: 921600)""");
  }

  @Test
  void acceptsAdditionsInsideMetadata() {
    RedactionRules rules = new RedactionRules(
        Set.of("employeeId"),
        List.of("/metadata/labels/owner", "/a~1b/*"),
        Set.of("LOG_LEVEL"),
        Set.of("--log.", "-v"),
        List.of("x+"),
        16384);
    assertThat(rules.allAllowedEnvNames()).contains("LOG_LEVEL", "MCP_CLUSTER_NAME");
  }
}
