package org.mcpruntime.watcher.schemas.json;

/** What a JSON value is, told by its first byte. */
public enum JsonType {
  OBJECT,
  ARRAY,
  STRING,
  NUMBER,
  BOOLEAN,
  NULL
}
