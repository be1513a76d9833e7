"""Writes one incident, as a test of another system would:
python produce.py localhost:9092 http://localhost:8081 test.incidents
"""
import sys
import time

from confluent_kafka import Producer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

brokers, registry_url, topic = sys.argv[1:]
registry = SchemaRegistryClient({"url": registry_url})
values = AvroSerializer(registry, conf={"auto.register.schemas": False, "use.latest.version": True})
now = int(time.time() * 1000)
incident = {
    "id": "0123456789abcdef", "key": "prod/apps/Deployment/shop/cart#example", "revision": 1,
    "change": "OPENED", "status": "OPEN", "severity": "WARNING", "check": "example",
    "title": "Written by Python", "reason": "Example", "message": "1 of 2 pods – größe ✓",
    "cluster": "prod", "group": "apps", "kind": "Deployment", "namespace": "shop", "name": "cart",
    "openedAt": now, "updatedAt": now,
}

producer = Producer({"bootstrap.servers": brokers})
value = values(incident, SerializationContext(topic, MessageField.VALUE))
producer.produce(topic, key=incident["id"], value=value)
if producer.flush(30) > 0:
    raise SystemExit("not delivered within 30 seconds")
