package org.mcpruntime.watcher.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.ExitCode;
import org.mcpruntime.watcher.cli.config.RedactionKeys;
import org.mcpruntime.watcher.cli.manifest.ManifestFiles;
import org.mcpruntime.watcher.cli.manifest.ManifestFiles.Manifest;
import org.mcpruntime.watcher.cli.output.Documents;
import org.mcpruntime.watcher.cli.output.Format;
import org.mcpruntime.watcher.schemas.json.MalformedJsonException;
import org.mcpruntime.watcher.schemas.redaction.RedactedObject;
import org.mcpruntime.watcher.schemas.redaction.Redactor;
import org.mcpruntime.watcher.schemas.redaction.Removal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Shows what redaction leaves of an object, with the configured additions. */
@Command(
    name = "redact",
    header = "Show objects as they would be published, and what was removed by which rule.",
    description = "The objects go to standard output, what was removed to standard error. With "
        + "-o json or yaml both are in one document for each object.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  kubectl get pod cart-0 -o yaml | cluster-watcher config redact -f -",
      "  cluster-watcher config redact -f server.yaml --set redaction.names=employeeId -o json"
    })
final class RedactCommand implements Callable<Integer> {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final CommandContext context;

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE|DIR|-",
      required = true,
      description = "Manifests; - for standard input. May be repeated.")
  List<String> files = new ArrayList<>();

  @Mixin
  OutputOption output = new OutputOption();

  RedactCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Redactor redactor = RedactionKeys.redactor(context.config(Map.of())).reportingAll();
    for (Manifest manifest :
        ManifestFiles.read(files, context.shell().directory(), context.shell().in())) {
      RedactedObject object = redact(redactor, manifest);
      if (output.format.isDocument()) {
        Documents.writeNext(context.shell().out(), output.format, document(object));
      } else {
        tell(object);
      }
    }
    context.shell().err().flush();
    return ExitCode.FINE;
  }

  private static RedactedObject redact(Redactor redactor, Manifest manifest) {
    try {
      return redactor.redact(manifest.json(), 0, manifest.json().length, null, null);
    } catch (MalformedJsonException e) {
      throw new CannotRun(manifest.source() + ": cannot be redacted: " + e.getMessage());
    }
  }

  private void tell(RedactedObject object) {
    Documents.write(context.shell().out(), Format.JSON, JSON.readTree(object.json()));
    object
        .removals()
        .forEach(removal ->
            context.shell().err().println(removal.reason().text() + "  " + removal.pointer()));
    String rules = object.removals().stream()
        .map(removal -> removal.reason().text())
        .distinct()
        .collect(Collectors.joining(", "));
    int count = object.removals().size();
    context
        .shell()
        .err()
        .println(object.kind() + "/" + object.name() + ": " + count + " removed"
            + (count == 0 ? "" : " (" + rules + ")")
            + (object.truncated() ? ", and the largest values of what was left" : ""));
  }

  private static JsonNode document(RedactedObject object) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.set("object", JSON.readTree(object.json()));
    document.put("originalSize", object.originalSizeBytes()).put("truncated", object.truncated());
    ArrayNode removed = document.putArray("removed");
    for (Removal removal : object.removals()) {
      removed
          .addObject()
          .put("pointer", removal.pointer())
          .put("rule", removal.reason().text());
    }
    return document;
  }
}
