package org.mcpruntime.watcher.schemas.topics;

import java.util.ArrayList;
import java.util.List;
import org.mcpruntime.watcher.schemas.serde.RecordSchema;
import org.mcpruntime.watcher.schemas.serde.RegistryClient;
import org.mcpruntime.watcher.schemas.serde.RegistryException;

/**
 * Registers and verifies the schema and the compatibility of each topic's subject. What differs is a result; a registry
 * that gives no answer is told once.
 */
public final class SubjectAdmin {
  private final RegistryClient registry;

  private interface Step {
    void take(TopicSpec spec, List<TopicProblem> problems);
  }

  public SubjectAdmin(RegistryClient registry) {
    this.registry = registry;
  }

  /** Sets the compatibility and registers the schema of each subject, where they are not; tells what was refused. */
  public List<TopicProblem> register(List<TopicSpec> specs) {
    return each(specs, this::register);
  }

  /** What differs; changes nothing. */
  public List<TopicProblem> verify(List<TopicSpec> specs) {
    return each(specs, this::verify);
  }

  private static List<TopicProblem> each(List<TopicSpec> specs, Step step) {
    List<TopicProblem> problems = new ArrayList<>();
    for (TopicSpec spec : specs) {
      try {
        step.take(spec, problems);
      } catch (RegistryException e) {
        problems.add(new TopicProblem.RegistryUnusable(String.valueOf(e.getMessage())));
        if (e.isOutage()) {
          break;
        }
      }
    }
    return problems;
  }

  private void register(TopicSpec spec, List<TopicProblem> problems) {
    try {
      registry.register(spec.subject(), RecordSchema.of(spec.value()));
    } catch (RegistryException e) {
      if (e.status() != 409) {
        throw e;
      }
      problems.add(new TopicProblem.SchemaRefused(spec.subject(), String.valueOf(e.getMessage())));
    }
    if (!compatibility(spec).equals(RegistryClient.FULL_TRANSITIVE)) {
      registry.setCompatibility(spec.subject(), RegistryClient.FULL_TRANSITIVE);
    }
  }

  private void verify(TopicSpec spec, List<TopicProblem> problems) {
    try {
      registry.lookUp(spec.subject(), RecordSchema.of(spec.value()));
    } catch (RegistryException e) {
      if (e.status() != 404) {
        throw e;
      }
      problems.add(new TopicProblem.SchemaMissing(spec.subject()));
    }
    String found = compatibility(spec);
    if (!found.equals(RegistryClient.FULL_TRANSITIVE)) {
      problems.add(new TopicProblem.CompatibilityDiffers(
          spec.subject(), RegistryClient.FULL_TRANSITIVE, found));
    }
  }

  private String compatibility(TopicSpec spec) {
    return registry.compatibility(spec.subject()).orElse("not set");
  }
}
