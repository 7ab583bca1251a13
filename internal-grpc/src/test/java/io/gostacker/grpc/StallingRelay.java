package io.gostacker.grpc;

import io.gostacker.grpc.peer.Peer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A TCP relay on the way to an instance that can be cut, or holds back what comes, as a process
/// does that was stopped.
final class StallingRelay implements AutoCloseable {
  private final Peer peer;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;
  private volatile boolean stalled;
  private volatile boolean stalledBack;

  private StallingRelay(Peer peer, ServerSocket listener) {
    this.peer = peer;
    this.listener = listener;
  }

  static StallingRelay to(Peer peer) {
    try {
      StallingRelay relay =
          new StallingRelay(peer, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      Thread.ofVirtual().start(relay::accept);
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Peer peer() {
    return new Peer("127.0.0.1", listener.getLocalPort());
  }

  /// Breaks all connections and takes no new ones.
  void cut() {
    cut = true;
    closeAll();
  }

  /// Passes nothing on, in either direction.
  void stall() {
    stalled = true;
    stalledBack = true;
  }

  void stallTowardsTheGateway() {
    stalledBack = true;
  }

  void mend() {
    cut = false;
    stalled = false;
    stalledBack = false;
  }

  private void accept() {
    try {
      while (true) {
        Socket near = listener.accept();
        if (cut) {
          near.close();
          continue;
        }
        Socket far = new Socket(peer.host(), peer.port());
        sockets.add(near);
        sockets.add(far);
        Thread.ofVirtual().start(() -> pass(near, far, false));
        Thread.ofVirtual().start(() -> pass(far, near, true));
      }
    } catch (IOException e) {
      closeAll(); // closed
    }
  }

  private void pass(Socket from, Socket to, boolean back) {
    byte[] buffer = new byte[64 * 1024];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        while (back ? stalledBack : stalled) {
          Thread.sleep(10);
        }
        to.getOutputStream().write(buffer, 0, read);
      }
    } catch (IOException e) {
      // One side is gone; so is the other now.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeAll() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    sockets.clear();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    closeAll();
  }
}
