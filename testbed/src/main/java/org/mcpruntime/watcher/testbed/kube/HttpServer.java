package org.mcpruntime.watcher.testbed.kube;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.net.Ports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small HTTP/1.1 server on loopback with a thread per connection. The JDK's own is not used: it
 * sets the Date header from the machine's clock and cannot break an answer off.
 */
final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final int BACKLOG = 256;
  private static final int SOCKET_BUFFER_BYTES = 64 << 10;

  /** Answers one request; an IOException ends the connection without ending the answer. */
  interface Handler {
    void handle(HttpRequest request, HttpResponse response, Connection connection)
        throws IOException;
  }

  private final InstantSource clock;
  private final Handler handler;
  private final int port;
  private final ExecutorService threads;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private volatile @Nullable ServerSocket listener;

  HttpServer(int port, InstantSource clock, Handler handler) throws IOException {
    this.clock = clock;
    this.handler = handler;
    AtomicInteger number = new AtomicInteger();
    this.threads = Executors.newCachedThreadPool(task -> {
      Thread thread = new Thread(task, "fake-kube-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    });
    ServerSocket first = listen(port == 0 ? Ports.free() : port);
    this.port = first.getLocalPort();
    accept(first);
  }

  int port() {
    return port;
  }

  /** Refuses new connections and breaks all open ones off, until {@link #resume}. */
  synchronized void suspend() throws IOException {
    ServerSocket open = listener;
    listener = null;
    if (open != null) {
      open.close();
    }
    connections.forEach(Connection::cut);
  }

  synchronized void resume() throws IOException {
    if (listener == null && !threads.isShutdown()) {
      accept(listen(port));
    }
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    suspend();
  }

  private static ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    try {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    return socket;
  }

  private void accept(ServerSocket socket) {
    listener = socket;
    threads.execute(() -> {
      while (!socket.isClosed()) {
        try {
          Connection connection = new Connection(socket.accept());
          connections.add(connection);
          // A connection accepted while the server was suspended is cut here or there.
          if (socket.isClosed()) {
            connection.cut();
          }
          threads.execute(() -> serve(connection));
        } catch (IOException | RejectedExecutionException e) {
          LOG.atTrace().setCause(e).log("accepting stopped");
        }
      }
    });
  }

  private void serve(Connection connection) {
    try (connection) {
      boolean more = true;
      while (more) {
        HttpRequest request = HttpRequest.read(connection.in);
        if (request == null) {
          return;
        }
        HttpResponse response = new HttpResponse(connection.out, clock.instant());
        if (!request.keepsConnection()) {
          response.header("Connection", "close");
        }
        handler.handle(request, response, connection);
        response.close();
        more = request.keepsConnection();
      }
    } catch (IOException e) {
      LOG.atTrace().setCause(e).log("connection broken off");
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("request failed");
    } finally {
      connections.remove(connection);
    }
  }

  /** One client's connection. */
  static final class Connection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final BufferedOutputStream out;

    Connection(Socket socket) throws IOException {
      this.socket = socket;
      socket.setTcpNoDelay(true);
      this.in = new BufferedInputStream(socket.getInputStream());
      this.out = new BufferedOutputStream(socket.getOutputStream(), SOCKET_BUFFER_BYTES);
    }

    /** Whether the client has hung up; only the thread that serves the connection may ask. */
    boolean gone() {
      try {
        socket.setSoTimeout(1);
        try {
          in.mark(1);
          if (in.read() < 0) {
            return true;
          }
          in.reset();
          return false;
        } catch (SocketTimeoutException e) {
          return false;
        } finally {
          socket.setSoTimeout(0);
        }
      } catch (IOException e) {
        return true;
      }
    }

    /** Breaks the connection off; what was written so far may arrive. */
    void cut() {
      try {
        socket.close();
      } catch (IOException e) {
        LOG.atTrace().setCause(e).log("connection was broken already");
      }
    }

    @Override
    public void close() {
      cut();
    }
  }
}
