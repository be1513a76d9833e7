package org.mcpruntime.watcher.testbed.kube;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The answer to one request, written as a stream. A short answer gets a Content-Length; one that is
 * long, or flushed before its end, goes out in chunks. Not thread-safe.
 */
final class HttpResponse extends OutputStream {
  private static final byte[] CRLF = {'\r', '\n'};
  private static final int BUFFER_BYTES = 32 << 10;
  private static final int PACES_PER_SECOND = 20;
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
          "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
      .withZone(ZoneOffset.UTC);
  private static final Map<Integer, String> REASONS = Map.ofEntries(
      Map.entry(200, "OK"),
      Map.entry(201, "Created"),
      Map.entry(400, "Bad Request"),
      Map.entry(401, "Unauthorized"),
      Map.entry(403, "Forbidden"),
      Map.entry(404, "Not Found"),
      Map.entry(405, "Method Not Allowed"),
      Map.entry(409, "Conflict"),
      Map.entry(410, "Gone"),
      Map.entry(422, "Unprocessable Entity"),
      Map.entry(429, "Too Many Requests"),
      Map.entry(500, "Internal Server Error"),
      Map.entry(503, "Service Unavailable"),
      Map.entry(504, "Gateway Timeout"));

  private final OutputStream socket;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int used;
  private int status = 200;
  private boolean chunked;
  private boolean ended;
  private int bytesPerSecond = Integer.MAX_VALUE;

  HttpResponse(OutputStream socket, Instant date) {
    this.socket = socket;
    headers.put("Cache-Control", "no-cache, private");
    headers.put("Content-Type", "application/json");
    headers.put("Date", DATE.format(date));
  }

  HttpResponse status(int code) {
    status = code;
    return this;
  }

  int status() {
    return status;
  }

  HttpResponse header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Writes the rest of the answer no faster than this. */
  void pace(int bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  void text(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void write(int b) throws IOException {
    if (used == buffer.length) {
      sendChunk();
    }
    buffer[used++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length > buffer.length - used) {
      sendChunk();
      if (length > buffer.length) {
        sendSize(length);
        send(bytes, offset, length);
        send(CRLF, 0, CRLF.length);
        return;
      }
    }
    System.arraycopy(bytes, offset, buffer, used, length);
    used += length;
  }

  @Override
  public void flush() throws IOException {
    sendChunk();
    socket.flush();
  }

  /** Ends the answer as it should end. */
  @Override
  public void close() throws IOException {
    if (ended) {
      return;
    }
    ended = true;
    if (chunked) {
      sendChunk();
      send("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    } else {
      sendHead("Content-Length: " + used);
      send(buffer, 0, used);
    }
    socket.flush();
  }

  private void sendChunk() throws IOException {
    if (!chunked) {
      chunked = true;
      sendHead("Transfer-Encoding: chunked");
    }
    if (used > 0) {
      sendSize(used);
      send(buffer, 0, used);
      send(CRLF, 0, CRLF.length);
      used = 0;
    }
  }

  private void sendSize(int length) throws IOException {
    send((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  private void sendHead(String bodyHeader) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(' ');
    head.append(REASONS.getOrDefault(status, "Status")).append("\r\n");
    headers.forEach(
        (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append(bodyHeader).append("\r\n\r\n");
    send(head.toString().getBytes(StandardCharsets.US_ASCII));
  }

  private void send(byte[] bytes) throws IOException {
    send(bytes, 0, bytes.length);
  }

  private void send(byte[] bytes, int offset, int length) throws IOException {
    if (bytesPerSecond == Integer.MAX_VALUE) {
      socket.write(bytes, offset, length);
      return;
    }
    int step = Math.max(1, bytesPerSecond / PACES_PER_SECOND);
    for (int sent = 0; sent < length; sent += step) {
      int part = Math.min(step, length - sent);
      socket.write(bytes, offset + sent, part);
      socket.flush();
      pause(TimeUnit.SECONDS.toNanos(part) / bytesPerSecond);
    }
  }

  private static void pause(long nanos) throws IOException {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped while writing slowly", e);
    }
  }
}
