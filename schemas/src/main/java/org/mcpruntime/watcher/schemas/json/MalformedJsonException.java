package org.mcpruntime.watcher.schemas.json;

/** The bytes are not the JSON that was expected. Says where and what kind of fault, never what the bytes were. */
public final class MalformedJsonException extends Exception {
  private final int position;

  /**
   * @param fault what is wrong; a constant of ours, without content of the input
   * @param position index into the buffer that was scanned
   */
  public MalformedJsonException(String fault, int position) {
    super(fault + " at byte " + position);
    this.position = position;
  }

  /** Index into the buffer that was scanned, not relative to the start of the scanned range. */
  public int position() {
    return position;
  }
}
