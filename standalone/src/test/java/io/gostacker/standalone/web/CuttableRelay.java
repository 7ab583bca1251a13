package io.gostacker.standalone.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A TCP relay between clients and a server, which can be cut and joined again, and lead elsewhere.
public final class CuttableRelay implements AutoCloseable {
  private final ServerSocket listening;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile InetSocketAddress target;
  private volatile boolean cut;

  public CuttableRelay(String target) {
    this.target = address(target);
    try {
      listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  private static InetSocketAddress address(String url) {
    URI uri = URI.create(url);
    return new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort());
  }

  /// Where connections lead to from now on.
  public void lead(String other) {
    target = address(other);
  }

  /// What the client opens instead of the server.
  public String baseUrl() {
    return "http://localhost:" + listening.getLocalPort();
  }

  /// Breaks every connection, and every new one until [#join].
  public void cut() {
    cut = true;
    sockets.forEach(CuttableRelay::letGo);
    sockets.clear();
  }

  public void join() {
    cut = false;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket near = listening.accept();
        if (cut) {
          letGo(near);
        } else {
          Thread.ofVirtual().start(() -> relay(near));
        }
      } catch (IOException e) {
        return;
      }
    }
  }

  private void relay(Socket near) {
    try (near;
        Socket far = new Socket(target.getAddress(), target.getPort())) {
      sockets.add(near);
      sockets.add(far);
      if (cut) {
        return;
      }
      Thread back = Thread.ofVirtual().start(() -> copy(far, near));
      copy(near, far);
      back.join();
    } catch (IOException e) {
      // One side let go.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side let go.
    } finally {
      letGo(from);
      letGo(to);
    }
  }

  private static void letGo(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }
}
