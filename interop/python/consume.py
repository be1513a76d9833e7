"""Prints the first records of a topic, one line of JSON each:
python consume.py localhost:9092 http://localhost:8081 mcp.incidents 10
"""
import json
import os
import sys

from confluent_kafka import Consumer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext

brokers, registry_url, topic, count = sys.argv[1:]
values = AvroDeserializer(SchemaRegistryClient({"url": registry_url}))
consumer = Consumer({
    "bootstrap.servers": brokers,
    "group.id": f"example-{os.getpid()}",
    "auto.offset.reset": "earliest",
    "isolation.level": "read_committed",
})
consumer.subscribe([topic])

left = int(count)
while left > 0:
    message = consumer.poll(1.0)
    if message is None:
        continue
    if message.error():
        raise SystemExit(str(message.error()))
    value = values(message.value(), SerializationContext(topic, MessageField.VALUE))
    print(json.dumps({"key": message.key().decode(), "value": value}, default=str, ensure_ascii=False), flush=True)
    left -= 1
consumer.close()
