// Prints the first records of a topic, one line of JSON each:
//   node consume.js localhost:9092 http://localhost:8081 mcp.incidents 10
import { AvroDeserializer, SchemaRegistryClient, SerdeType } from "@confluentinc/schemaregistry";
import kafkajs from "kafkajs";
import lz4 from "lz4js";

const [brokers, registryUrl, topic, count] = process.argv.slice(2);
kafkajs.CompressionCodecs[kafkajs.CompressionTypes.LZ4] = () => ({
  decompress: async (bytes) => Buffer.from(lz4.decompress(bytes)),
});

const values = new AvroDeserializer(new SchemaRegistryClient({ baseURLs: [registryUrl] }), SerdeType.VALUE, {});
const kafka = new kafkajs.Kafka({ brokers: brokers.split(","), logLevel: kafkajs.logLevel.WARN });
const consumer = kafka.consumer({ groupId: `example-${process.pid}`, readUncommitted: false });
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });

let left = Number(count);
await consumer.run({
  eachMessage: async ({ message }) => {
    if (left-- <= 0) return;
    const value = message.value && (await values.deserialize(topic, message.value));
    console.log(JSON.stringify({ key: message.key.toString(), value }));
    if (left === 0) setImmediate(() => consumer.disconnect());
  },
});
