package org.mcpruntime.watcher.testbed.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentChange;
import org.mcpruntime.watcher.schemas.serde.AvroDeserializer;
import org.mcpruntime.watcher.schemas.serde.AvroSerde;
import org.mcpruntime.watcher.schemas.serde.AvroSerializer;
import org.mcpruntime.watcher.schemas.serde.RecordSchema;
import org.mcpruntime.watcher.schemas.serde.RegistryClient;
import org.mcpruntime.watcher.schemas.serde.RegistryException;
import org.mcpruntime.watcher.testbed.registry.LocalRegistry;
import org.mcpruntime.watcher.testbed.registry.RegistryGate;

/** The serde against a real registry over HTTP. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SerdeTest {
  private static final String TOPIC = "mcp.incidents";

  @TempDir
  private Path dir;

  private LocalRegistry registry;

  @BeforeEach
  void start() throws IOException {
    registry = LocalRegistry.start(dir.resolve("registry.jsonl"), 0);
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void readsWhatItWrote() {
    Serde<Incident> incidents = AvroSerde.of(Incident.class, config(registry.uri()));
    Serde<ClusterEvent> events = AvroSerde.of(ClusterEvent.class, config(registry.uri()));
    Incident incident = Records.incident("one");
    ClusterEvent event = Records.event("prod", 7);

    byte[] bytes = incidents.serializer().serialize(TOPIC, incident);

    assertThat(Arrays.copyOf(bytes, 5)).containsExactly(0, 0, 0, 0, 1);
    assertThat(incidents.deserializer().deserialize(TOPIC, bytes)).isEqualTo(incident);
    assertThat(events
            .deserializer()
            .deserialize(
                "mcp.cluster.events", events.serializer().serialize("mcp.cluster.events", event)))
        .isEqualTo(event);
    assertThat(incidents.serializer().serialize(TOPIC, null)).isNull();
    assertThat(incidents.deserializer().deserialize(TOPIC, null)).isNull();
  }

  @Test
  void registersTheDocumentedTextAsFullTransitive() throws Exception {
    RegistryClient client = RegistryClient.of(config(registry.uri()));
    new AvroSerializer<Incident>(client).serialize(TOPIC, Records.incident("one"));

    String answer = get(registry.uri() + "/subjects/mcp.incidents-value/versions/latest/schema");

    assertThat(answer).contains("\"doc\":\"OPEN or RESOLVED.\"").doesNotContain("avro.java.string");
    assertThat(get(registry.uri() + "/config/mcp.incidents-value"))
        .isEqualTo("{\"compatibilityLevel\":\"FULL_TRANSITIVE\"}");
  }

  @Test
  void registersOneSchemaUnderEachTopicsSubject() throws Exception {
    AvroSerializer<ClusterEvent> serializer =
        new AvroSerializer<>(RegistryClient.of(config(registry.uri())));

    byte[] event = serializer.serialize("mcp.cluster.events", Records.event("prod", 1));
    byte[] snapshot = serializer.serialize("mcp.cluster.snapshots", Records.event("prod", 1));

    assertThat(snapshot).isEqualTo(event);
    assertThat(get(registry.uri() + "/subjects"))
        .isEqualTo("[\"mcp.cluster.events-value\",\"mcp.cluster.snapshots-value\"]");
  }

  @Test
  void worksWithoutRegistryOnceWarm() {
    Serde<Incident> serde = AvroSerde.of(Incident.class, config(registry.uri()));
    byte[] bytes = serde.serializer().serialize(TOPIC, Records.incident("one"));
    serde.deserializer().deserialize(TOPIC, bytes);
    AvroDeserializer<Incident> cold =
        new AvroDeserializer<>(Incident.class, RegistryClient.of(config(registry.uri())));

    registry.close();

    byte[] later = serde.serializer().serialize(TOPIC, Records.incident("two"));
    assertThat(serde.deserializer().deserialize(TOPIC, later).getId()).isEqualTo("two");
    assertThatThrownBy(() -> cold.deserialize(TOPIC, later))
        .isInstanceOfSatisfying(
            RegistryException.class, e -> assertThat(e.isOutage()).isTrue())
        .hasMessageContaining("registry " + registry.uri() + ": GET /schemas/ids/1 got no answer");
  }

  @Test
  void triesAgainWhileTheRegistryFails() throws Exception {
    try (RegistryGate gate = RegistryGate.open(registry.uri(), null, null)) {
      gate.failNext(2);

      RegistryClient client = RegistryClient.of(config(gate.uri()));

      assertThat(client.idOf("s-value", RecordSchema.of(Incident.class))).isEqualTo(1);
    }
  }

  @Test
  void goesOnToTheNextAddress() {
    URI dead = URI.create("http://127.0.0.1:1");

    RegistryClient client =
        RegistryClient.of(Map.of("schema.registry.url", dead + "," + registry.uri()));

    assertThat(client.idOf("s-value", RecordSchema.of(Incident.class))).isEqualTo(1);
  }

  @Test
  void asksOncePerSubjectAndOncePerId() throws Exception {
    try (RegistryGate gate = RegistryGate.open(registry.uri(), null, null)) {
      Serde<Incident> serde = AvroSerde.of(Incident.class, config(gate.uri()));
      byte[] bytes = serde.serializer().serialize(TOPIC, Records.incident("one"));
      serde.deserializer().deserialize(TOPIC, bytes);
      int warm = gate.requests();

      IntStream.range(0, 100).parallel().forEach(number -> {
        byte[] again = serde.serializer().serialize(TOPIC, Records.incident("n" + number));
        assertThat(serde.deserializer().deserialize(TOPIC, again).getId()).isEqualTo("n" + number);
      });

      assertThat(gate.requests()).isEqualTo(warm);
    }
  }

  @Test
  void onlyLooksUpWhenTold() {
    Map<String, String> config =
        Map.of("schema.registry.url", registry.uri().toString(), "auto.register.schemas", "false");
    AvroSerializer<Incident> serializer = new AvroSerializer<>(RegistryClient.of(config));

    assertThatThrownBy(() -> serializer.serialize(TOPIC, Records.incident("one")))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("mcp.incidents-value")
        .hasMessageContaining("404")
        .hasMessageContaining(registry.uri().toString());

    RegistryClient.of(config(registry.uri()))
        .register("mcp.incidents-value", RecordSchema.of(Incident.class));

    assertThat(serializer.serialize(TOPIC, Records.incident("one"))).isNotEmpty();
  }

  @Test
  void saysWhatTheRegistryDoesNotAccept() throws Exception {
    RegistryClient client = RegistryClient.of(config(registry.uri()));
    client.setCompatibility("mcp.incidents-value", "FULL_TRANSITIVE");
    post(
        "/subjects/mcp.incidents-value/versions",
        "{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"X\\\",\\\"fields\\\":[]}");

    assertThatThrownBy(() -> client.idOf("mcp.incidents-value", RecordSchema.of(Incident.class)))
        .isInstanceOfSatisfying(
            RegistryException.class, e -> assertThat(e.status()).isEqualTo(409))
        .hasMessageContaining("mcp.incidents-value")
        .hasMessageContaining("incompatible");
  }

  @Test
  void sendsCredentialsAndNeverTellsThem() throws Exception {
    try (RegistryGate basic = RegistryGate.open(registry.uri(), "Basic bWU6czNjcmV0", null);
        RegistryGate bearer = RegistryGate.open(registry.uri(), "Bearer t0ken", null)) {
      RecordSchema schema = RecordSchema.of(Incident.class);
      String url = basic.uri().toString();

      assertThat(RegistryClient.of(Map.of(
                  "schema.registry.url", url,
                  "basic.auth.credentials.source", "USER_INFO",
                  "basic.auth.user.info", "me:s3cret"))
              .idOf("s", schema))
          .isEqualTo(1);
      assertThat(RegistryClient.of(Map.of("schema.registry.url", url.replace("//", "//me:s3cret@")))
              .idOf("s", schema))
          .isEqualTo(1);
      assertThat(RegistryClient.of(Map.of(
                  "schema.registry.url", bearer.uri().toString(),
                  "bearer.auth.credentials.source", "STATIC_TOKEN",
                  "bearer.auth.token", "t0ken"))
              .idOf("s", schema))
          .isEqualTo(1);
      assertThatThrownBy(() -> RegistryClient.of(
                  Map.of("schema.registry.url", url.replace("//", "//me:wr0ng@")))
              .idOf("s", schema))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("401")
          .hasMessageContaining(url)
          .hasMessageNotContaining("wr0ng");
    }
  }

  @Test
  void trustsTheGivenStoreOnly() throws Exception {
    Path store = dir.resolve("server.p12");
    Process keytool = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            "EC",
            "-dname",
            "CN=127.0.0.1",
            "-ext",
            "SAN=IP:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            "s3cret")
        .redirectErrorStream(true)
        .redirectOutput(dir.resolve("keytool.log").toFile())
        .start();
    assertThat(keytool.waitFor())
        .as(Files.readString(dir.resolve("keytool.log")))
        .isZero();

    try (RegistryGate gate = RegistryGate.open(registry.uri(), null, tls(store))) {
      Map<String, String> trusting = Map.of(
          "schema.registry.url",
          gate.uri().toString(),
          "schema.registry.ssl.truststore.location",
          store.toString(),
          "schema.registry.ssl.truststore.password",
          "s3cret",
          "schema.registry.ssl.truststore.type",
          "PKCS12");

      assertThat(RegistryClient.of(trusting).idOf("s", RecordSchema.of(Incident.class)))
          .isEqualTo(1);
      assertThatThrownBy(() ->
              RegistryClient.of(config(gate.uri())).idOf("s", RecordSchema.of(Incident.class)))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("SSLHandshakeException");
    }
  }

  @Test
  void readsRecordsOfANewerVersion() throws Exception {
    // A newer writer: one more field, and one more symbol, used.
    String newer = RecordSchema.of(Incident.class)
        .text()
        .replace("\"REFRESHED\"]", "\"REFRESHED\", \"SNOOZED\"]")
        .replaceFirst(
            "\\{\"name\": \"key\"",
            "{\"name\":\"added\",\"type\":\"int\",\"default\":0,\"doc\":\"New.\"},{\"name\": \"key\"");
    assertThat(newer).contains("SNOOZED").contains("added");
    Schema schema = new Schema.Parser().parse(newer);
    AvroSerializer<Incident> serializer =
        new AvroSerializer<>(RegistryClient.of(config(registry.uri())));
    byte[] today = bytes(serializer, Records.incident("one"));
    post("/subjects/mcp.incidents-value/versions", newer.replace("\"", "\\\"").replace("\n", " "));
    GenericRecord record = new GenericDatumReader<GenericRecord>(
            RecordSchema.of(Incident.class).schema(), schema)
        .read(null, DecoderFactory.get().binaryDecoder(today, 5, today.length - 5, null));
    record.put("change", new GenericData.EnumSymbol(schema.getField("change").schema(), "SNOOZED"));
    record.put("added", 42);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(ByteBuffer.allocate(5).put((byte) 0).putInt(2).array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
    encoder.flush();

    Incident read = AvroSerde.of(Incident.class, config(registry.uri()))
        .deserializer()
        .deserialize(TOPIC, bytes.toByteArray());

    assertThat(read.getChange()).isEqualTo(IncidentChange.UNKNOWN);
    assertThat(read.getMessage()).isEqualTo(Records.incident("one").getMessage());
  }

  @Test
  void refusesBadRecordsWithoutBlamingTheRegistry() {
    RegistryClient client = RegistryClient.of(config(registry.uri()));
    byte[] incident = bytes(new AvroSerializer<>(client), Records.incident("one"));
    AvroDeserializer<Incident> incidents = new AvroDeserializer<>(Incident.class, client);
    AvroDeserializer<ClusterEvent> events = new AvroDeserializer<>(ClusterEvent.class, client);

    assertBad(incidents, new byte[] {0, 0, 0}, "not in Confluent wire format");
    assertBad(incidents, new byte[] {1, 0, 0, 0, 1, 2}, "not in Confluent wire format");
    assertBad(
        incidents, Arrays.copyOf(incident, incident.length / 2), "cannot be read with schema id 1");
    assertBad(
        incidents, Arrays.copyOf(incident, incident.length + 1), "cannot be read with schema id 1");
    assertBad(events, incident, "not a org.mcpruntime.watcher.schemas.avro.ClusterEvent");
    byte[] hugeText =
        new byte[] {0, 0, 0, 0, 1, (byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f, 1};
    assertBad(incidents, hugeText, "cannot be read with schema id 1");
  }

  @Test
  void blamesTheRegistryForAnIdThatItDoesNotKnowYet() throws Exception {
    // Given: a record written with the registry that this one will become a copy of
    byte[] incident;
    try (LocalRegistry other = LocalRegistry.start(dir.resolve("other.jsonl"), 0)) {
      RegistryClient client = RegistryClient.of(config(other.uri()));
      client.register("first-value", RecordSchema.of(ClusterEvent.class));
      incident = bytes(new AvroSerializer<>(client), Records.incident("one"));
    }
    RegistryClient client = RegistryClient.of(config(registry.uri()));
    client.register("first-value", RecordSchema.of(ClusterEvent.class));
    AvroDeserializer<Incident> incidents = new AvroDeserializer<>(Incident.class, client);

    // When, Then
    assertThatThrownBy(() -> incidents.deserialize(TOPIC, incident))
        .isInstanceOfSatisfying(
            RegistryException.class, e -> assertThat(e.status()).isEqualTo(404));
    client.register("second-value", RecordSchema.of(Incident.class));
    assertThat(incidents.deserialize(TOPIC, incident)).isEqualTo(Records.incident("one"));
  }

  @Test
  void isConfiguredByConfluentsKeys() {
    Map<String, Object> config = Map.of(
        "schema.registry.url",
        registry.uri().toString(),
        "specific.avro.value.type",
        Incident.class.getName());
    try (AvroSerializer<Incident> serializer = new AvroSerializer<>();
        AvroDeserializer<Incident> typed = new AvroDeserializer<>();
        AvroDeserializer<Incident> asWritten = new AvroDeserializer<>()) {
      serializer.configure(config, false);
      typed.configure(config, false);
      asWritten.configure(config(registry.uri()), false);
      byte[] bytes = serializer.serialize(TOPIC, Records.incident("one"));

      assertThat(typed.deserialize(TOPIC, bytes)).isEqualTo(Records.incident("one"));
      assertThat(asWritten.deserialize(TOPIC, bytes)).isEqualTo(Records.incident("one"));
      assertThatThrownBy(() -> serializer.configure(config, true))
          .isInstanceOf(ConfigException.class);
    }
  }

  @Test
  void tellsCompatibilityOfASubject() {
    RegistryClient client = RegistryClient.of(config(registry.uri()));

    assertThat(client.compatibility("none")).isEqualTo(Optional.empty());
    client.setCompatibility("none", "FULL");
    assertThat(client.compatibility("none")).contains("FULL");
  }

  private static void assertBad(AvroDeserializer<?> deserializer, byte[] bytes, String message) {
    assertThatThrownBy(() -> deserializer.deserialize(TOPIC, bytes))
        .isExactlyInstanceOf(SerializationException.class)
        .hasMessageContaining(message);
  }

  private static byte[] bytes(AvroSerializer<Incident> serializer, Incident incident) {
    return Objects.requireNonNull(serializer.serialize(TOPIC, incident));
  }

  private static Map<String, String> config(URI uri) {
    return Map.of("schema.registry.url", uri.toString());
  }

  private static String get(String uri) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private void post(String path, String escapedSchema) throws Exception {
    HttpResponse<String> response = HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(registry.uri() + path))
                .POST(HttpRequest.BodyPublishers.ofString("{\"schema\":\"" + escapedSchema + "\"}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }

  private static SSLContext tls(Path store) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "s3cret".toCharArray());
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, "s3cret".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }
}
