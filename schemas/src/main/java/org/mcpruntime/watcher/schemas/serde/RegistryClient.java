package org.mcpruntime.watcher.schemas.serde;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Client of a schema registry that speaks Confluent's REST API. What was answered once is remembered for good (an id
 * never changes its schema), so whatever is warm keeps working while the registry is away. Safe for use by many
 * threads; two threads that need the same new answer may both ask for it, none waits for another's request.
 *
 * <p>A request that fails for want of an answer is tried again, on each address in turn, for about three seconds and
 * one time limit per try; then {@link RegistryException}.
 */
public final class RegistryClient {
  /** The compatibility each of our subjects has: any version reads what any other wrote. */
  public static final String FULL_TRANSITIVE = "FULL_TRANSITIVE";

  private static final Logger LOG = LoggerFactory.getLogger(RegistryClient.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(5);
  private static final int ROUNDS = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

  private final RegistryConfig config;
  private final HttpClient http;
  private final ConcurrentMap<SubjectSchema, Integer> ids = new ConcurrentHashMap<>();
  private final ConcurrentMap<Integer, Schema> schemas = new ConcurrentHashMap<>();

  private record SubjectSchema(String subject, String text) {}

  private RegistryClient(RegistryConfig config) {
    this.config = config;
    HttpClient.Builder builder =
        HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).version(HttpClient.Version.HTTP_1_1);
    config.sslContext().ifPresent(builder::sslContext);
    this.http = builder.build();
  }

  /**
   * A client configured by Confluent's keys; asks nothing yet.
   *
   * @throws org.apache.kafka.common.config.ConfigException naming the key that is missing or wrong
   */
  public static RegistryClient of(Map<String, ?> config) {
    return new RegistryClient(RegistryConfig.of(config));
  }

  /**
   * The id of a schema under a subject: remembered, else looked up, else registered where {@code auto.register.schemas}
   * allows it.
   *
   * @throws RegistryException also when the registry refuses the schema, or lacks it and may not be given it
   */
  public int idOf(String subject, RecordSchema schema) {
    Integer known = ids.get(new SubjectSchema(subject, schema.text()));
    if (known != null) {
      return known;
    }
    return config.autoRegister() ? register(subject, schema) : lookUp(subject, schema);
  }

  /**
   * Asks for the id of a schema under a subject; never registers.
   *
   * @throws RegistryException also when the subject or the schema is not there
   */
  public int lookUp(String subject, RecordSchema schema) {
    return post(subject, "", schema);
  }

  /**
   * Registers a schema under a subject unless it is there, and gives its id. The subject's compatibility is set to
   * {@link #FULL_TRANSITIVE} before.
   *
   * @throws RegistryException also when the registry refuses the schema
   */
  public int register(String subject, RecordSchema schema) {
    try {
      return lookUp(subject, schema);
    } catch (RegistryException e) {
      if (e.status() != 404) {
        throw e;
      }
    }
    if (!compatibility(subject).equals(Optional.of(FULL_TRANSITIVE))) {
      setCompatibility(subject, FULL_TRANSITIVE);
    }
    int id = post(subject, "/versions", schema);
    LOG.atInfo().addKeyValue("subject", subject).addKeyValue("id", id).log("Registered a schema");
    return id;
  }

  /**
   * The schema with an id.
   *
   * @throws RegistryException also when the registry has no such id: whoever wrote the record got the id from somewhere,
   *     so it is the registry that lags, was emptied, or is the wrong one
   * @throws SerializationException if what the registry has is no Avro schema
   */
  public Schema schema(int id) {
    Schema known = schemas.get(id);
    return known != null ? known : fetch(id);
  }

  /** The compatibility set for this very subject; empty when it follows the registry's default. */
  public Optional<String> compatibility(String subject) {
    try {
      return Optional.of(call("GET", "/config/" + encode(subject), null)
          .path("compatibilityLevel")
          .asString(""));
    } catch (RegistryException e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Sets the compatibility of one subject, which need not exist yet. */
  public void setCompatibility(String subject, String level) {
    call(
        "PUT",
        "/config/" + encode(subject),
        JSON.createObjectNode().put("compatibility", level).toString());
  }

  /** The addresses asked, without credentials: for messages. */
  public String addresses() {
    return String.join(",", config.urls().stream().map(URI::toString).toList());
  }

  private int post(String subject, String action, RecordSchema schema) {
    String path = "/subjects/" + encode(subject) + action;
    JsonNode id = call(
            "POST", path, JSON.createObjectNode().put("schema", schema.text()).toString())
        .path("id");
    if (!id.isInt()) {
      throw new RegistryException(
          "registry " + addresses() + ": POST " + path + " answered no id", 200, null);
    }
    ids.put(new SubjectSchema(subject, schema.text()), id.asInt());
    return id.asInt();
  }

  private Schema fetch(int id) {
    JsonNode answer = call("GET", "/schemas/ids/" + id, null);
    try {
      // Another client's schema may break naming rules that say nothing about how to read its
      // bytes.
      Schema schema = new Schema.Parser(NameValidator.NO_VALIDATION)
          .setValidateDefaults(false)
          .parse(answer.path("schema").asString(""));
      schemas.put(id, schema);
      return schema;
    } catch (SchemaParseException e) {
      throw new SerializationException(
          "schema id " + id + " of the registry " + addresses() + " is no Avro schema", e);
    }
  }

  private JsonNode call(String method, String path, @Nullable String body) {
    RegistryException last = null;
    for (int round = 0; round < ROUNDS; round++) {
      if (round > 0) {
        pause(FIRST_PAUSE.multipliedBy(1L << (round - 1)));
      }
      for (URI url : config.urls()) {
        try {
          return callOnce(method, url, path, body);
        } catch (RegistryException e) {
          if (!e.isOutage()) {
            throw e;
          }
          LOG.atDebug()
              .addKeyValue("registry", url)
              .addKeyValue("round", round + 1)
              .setCause(e)
              .log("The schema registry gave no answer");
          last = e;
        }
      }
    }
    throw Objects.requireNonNull(last);
  }

  private JsonNode callOnce(String method, URI url, String path, @Nullable String body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
        .timeout(REQUEST_LIMIT)
        .header("Accept", MEDIA_TYPE)
        .method(
            method,
            body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", MEDIA_TYPE);
    }
    config.authorization().ifPresent(value -> request.header("Authorization", value));
    String what = "registry " + url + ": " + method + " " + path;
    HttpResponse<byte[]> response;
    try {
      response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new RegistryException(
          what + " got no answer (" + e.getClass().getSimpleName() + ")", 0, e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
    return read(what, response);
  }

  private static JsonNode read(String what, HttpResponse<byte[]> response) {
    int status = response.statusCode();
    JsonNode answer;
    try {
      answer = JSON.readTree(response.body());
    } catch (JacksonException e) {
      throw new RegistryException(
          what + " answered " + status + " and no JSON: is this a schema registry?", status, null);
    }
    if (status / 100 == 2) {
      return answer;
    }
    String detail = answer.path("message").asString("");
    throw new RegistryException(
        what + " answered " + status + " " + detail.substring(0, Math.min(300, detail.length())),
        status,
        null);
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private static String encode(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
