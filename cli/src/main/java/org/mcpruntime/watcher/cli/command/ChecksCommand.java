package org.mcpruntime.watcher.cli.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.catalog.Catalog;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.Relation;
import org.mcpruntime.watcher.checks.check.Threshold;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.ExitCode;
import org.mcpruntime.watcher.cli.config.Durations;
import org.mcpruntime.watcher.cli.config.EffectiveRules;
import org.mcpruntime.watcher.cli.config.Nearest;
import org.mcpruntime.watcher.cli.output.Documents;
import org.mcpruntime.watcher.cli.output.Format;
import org.mcpruntime.watcher.cli.output.Paragraphs;
import org.mcpruntime.watcher.cli.output.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Lists the checks, or explains one; with the thresholds that are in force. */
@Command(
    name = "checks",
    header = "List the checks, or explain one.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cluster-watcher checks",
      "  cluster-watcher checks pod-image-pull",
      "  cluster-watcher checks -o json"
    })
final class ChecksCommand implements Callable<Integer> {

  private final CommandContext context;

  @Parameters(arity = "0..1", paramLabel = "ID", description = "Explain this check.")
  @Nullable
  String id;

  @Mixin
  OutputOption output = new OutputOption();

  ChecksCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Rules rules = EffectiveRules.of(context.config(Map.of()));
    if (id != null) {
      one(find(id), rules);
      return ExitCode.FINE;
    }
    List<CheckSpec> specs = rules.checks().stream().<CheckSpec>map(Check::spec).toList();
    if (output.format.isDocument()) {
      ArrayNode documents = JsonNodeFactory.instance.arrayNode();
      specs.forEach(spec -> documents.add(document(spec, rules)));
      Documents.write(context.shell().out(), output.format, documents);
      return ExitCode.FINE;
    }
    TextTable table =
        new TextTable(List.of("CHECK", "SUBJECT", "HOLD", "SETTLE", "WHAT IS WRONG"), List.of(4));
    for (CheckSpec spec : specs) {
      table.row(
          spec.id(),
          spec.subject().kind(),
          shown(rules, spec, Threshold.HOLD),
          shown(rules, spec, Threshold.SETTLE),
          spec.title());
    }
    boolean wide = output.format == Format.WIDE;
    context.print(table.render(wide ? Integer.MAX_VALUE : context.shell().width()));
    return ExitCode.FINE;
  }

  private static CheckSpec find(String id) {
    return Catalog.byId(id).<CheckSpec>map(Check::spec).orElseThrow(() -> {
      List<String> ids = Catalog.all().stream().map(check -> check.spec().id()).toList();
      return new CannotRun("no check \"" + id + "\"" + Nearest.hint(id, ids) + " (known: "
          + String.join(", ", ids) + ")");
    });
  }

  private void one(CheckSpec spec, Rules rules) {
    if (output.format.isDocument()) {
      Documents.write(context.shell().out(), output.format, document(spec, rules));
      return;
    }
    int width = context.shell().width();
    List<String> lines = new ArrayList<>();
    lines.add(context.out().bold(spec.id()) + "  " + spec.title());
    lines.add("");
    lines.addAll(Paragraphs.wrap(spec.description(), width, ""));
    lines.add("");
    lines.add("subject  " + spec.subject().text());
    if (!spec.relations().isEmpty()) {
      lines.add("reads    "
          + spec.relations().stream()
              .map(Relation::kind)
              .map(kind -> kind.text())
              .distinct()
              .collect(Collectors.joining(", ")));
    }
    lines.add("hold     " + shown(rules, spec, Threshold.HOLD));
    lines.add("settle   " + shown(rules, spec, Threshold.SETTLE));
    String label = "more     ";
    for (Threshold threshold : spec.thresholds()) {
      lines.addAll(Paragraphs.wrap(
          label + threshold.name() + " " + shown(rules, spec, threshold.name()) + ": "
              + threshold.meaning(),
          width,
          "         "));
      label = "         ";
    }
    lines.add("");
    int step = 1;
    for (String remedy : spec.remediation()) {
      lines.addAll(
          Paragraphs.wrap((step == 1 ? "fix      " : "         ") + remedy, width, "         "));
      step++;
    }
    context.print(lines);
  }

  private static String shown(Rules rules, CheckSpec spec, String threshold) {
    return Durations.text(rules.threshold(spec.id(), threshold));
  }

  private static ObjectNode document(CheckSpec spec, Rules rules) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", spec.id());
    node.put("version", spec.version());
    node.put("title", spec.title());
    node.put("description", spec.description());
    node.put("subject", spec.subject().text());
    ArrayNode reads = node.putArray("reads");
    spec.relations().stream()
        .map(relation -> relation.kind().text())
        .distinct()
        .forEach(reads::add);
    node.put("hold", rules.threshold(spec.id(), Threshold.HOLD).toString());
    node.put("settle", rules.threshold(spec.id(), Threshold.SETTLE).toString());
    ObjectNode thresholds = node.putObject("thresholds");
    for (Threshold threshold : spec.thresholds()) {
      Duration value = rules.threshold(spec.id(), threshold.name());
      thresholds
          .putObject(threshold.name())
          .put("value", value.toString())
          .put("meaning", threshold.meaning());
    }
    ArrayNode remediation = node.putArray("remediation");
    spec.remediation().forEach(remediation::add);
    return node;
  }
}
