// Writes one incident, as a test of another system would:
//   node produce.js localhost:9092 http://localhost:8081 test.incidents
import { AvroSerializer, SchemaRegistryClient, SerdeType } from "@confluentinc/schemaregistry";
import kafkajs from "kafkajs";

const [brokers, registryUrl, topic] = process.argv.slice(2);
const registry = new SchemaRegistryClient({ baseURLs: [registryUrl] });
const values = new AvroSerializer(registry, SerdeType.VALUE, { autoRegisterSchemas: false, useLatestVersion: true });
const now = Date.now();
const incident = {
  id: "0123456789abcdef", key: "prod/apps/Deployment/shop/cart#example", revision: 1,
  change: "OPENED", status: "OPEN", severity: "WARNING", check: "example",
  title: "Written by JavaScript", reason: "Example", message: "1 of 2 pods – größe ✓",
  cluster: "prod", group: "apps", kind: "Deployment", namespace: "shop", name: "cart",
  openedAt: now, updatedAt: now,
};

const producer = new kafkajs.Kafka({ brokers: brokers.split(","), logLevel: kafkajs.logLevel.WARN }).producer();
await producer.connect();
await producer.send({ topic, messages: [{ key: incident.id, value: await values.serialize(topic, incident) }] });
await producer.disconnect();
