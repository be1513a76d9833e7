package org.mcpruntime.watcher.cli.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.mcpruntime.watcher.cli.CannotRun;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads objects from YAML or JSON: files, directories or standard input; several documents in a file and lists as
 * {@code kubectl get -o yaml} writes them.
 */
public final class ManifestFiles {

  /** One object: where it comes from, what it says it is, and its JSON. */
  @SuppressWarnings("ArrayRecordComponent") // handed on as it is; nobody compares these records
  public record Manifest(String source, String apiVersion, String kind, byte[] json) {}

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final YAMLMapper YAML = YAMLMapper.builder().build();

  private final List<Manifest> manifests = new ArrayList<>();

  private ManifestFiles() {}

  /**
   * Everything in these sources, or the end of the command.
   *
   * @param sources paths, or {@code -} for {@code in}
   */
  public static List<Manifest> read(List<String> sources, Path directory, InputStream in) {
    ManifestFiles files = new ManifestFiles();
    for (String source : sources) {
      try {
        if (source.equals("-")) {
          files.documents("standard input", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } else {
          for (Path file : files(directory.resolve(source))) {
            files.documents(file.toString(), Files.readString(file));
          }
        }
      } catch (CharacterCodingException e) {
        throw new CannotRun(source
            + ": is no text, so no manifest (of a bundle say which time: --at" + " or --between)");
      } catch (IOException e) {
        throw new CannotRun(source + ": cannot be read: " + e.getMessage());
      }
    }
    if (files.manifests.isEmpty()) {
      throw new CannotRun(
          String.join(", ", sources) + ": no objects found (example: -f deployment.yaml)");
    }
    return List.copyOf(files.manifests);
  }

  private static List<Path> files(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new CannotRun(path + ": there is no such file or directory");
    }
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> walk = Files.walk(path)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> file.toString().matches(".*\\.(ya?ml|json)"))
          .sorted()
          .toList();
    }
  }

  private void documents(String source, String text) {
    List<JsonNode> documents = new ArrayList<>();
    try (MappingIterator<JsonNode> values = YAML.readerFor(JsonNode.class).readValues(text)) {
      values.forEachRemaining(documents::add);
    } catch (JacksonException e) {
      String line = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
      throw new CannotRun(source + ": is neither YAML nor JSON" + line);
    }
    documents.forEach(document -> object(source, document));
  }

  private void object(String source, JsonNode object) {
    if (object.isNull() || object.isMissingNode()) {
      return;
    }
    String kind = object.path("kind").asString("");
    String apiVersion = object.path("apiVersion").asString("");
    if (kind.endsWith("List") && object.path("items").isArray()) {
      object.path("items").forEach(item -> object(source, item));
      return;
    }
    if (kind.isEmpty() || apiVersion.isEmpty()) {
      throw new CannotRun(source + ": holds something without apiVersion and kind");
    }
    manifests.add(new Manifest(source, apiVersion, kind, JSON.writeValueAsBytes(object)));
  }
}
