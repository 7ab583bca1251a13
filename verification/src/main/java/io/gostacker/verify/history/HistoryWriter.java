package io.gostacker.verify.history;

import io.gostacker.verify.history.Event.Accepted;
import io.gostacker.verify.history.Event.Closed;
import io.gostacker.verify.history.Event.Device;
import io.gostacker.verify.history.Event.Fed;
import io.gostacker.verify.history.Event.Invoked;
import io.gostacker.verify.history.Event.Joined;
import io.gostacker.verify.history.Event.Kept;
import io.gostacker.verify.history.Event.Left;
import io.gostacker.verify.history.Event.Live;
import io.gostacker.verify.history.Event.Member;
import io.gostacker.verify.history.Event.Opened;
import io.gostacker.verify.history.Event.Pulled;
import io.gostacker.verify.history.Event.Quiet;
import io.gostacker.verify.history.Event.ReadBack;
import io.gostacker.verify.history.Event.Rejected;
import io.gostacker.verify.history.Event.Removed;
import io.gostacker.verify.history.Event.Resync;
import io.gostacker.verify.history.Event.Stored;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes a history into a file, event after event. Thread-safe: the order of calls is the order of
/// events.
public final class HistoryWriter implements Closeable {
  private static final int BUFFER = 1 << 20;

  private final DataOutputStream out;

  public HistoryWriter(Path file) {
    try {
      out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public synchronized void write(Event event) {
    try {
      switch (event) {
        case Device(int device, int user) -> write(1, device, user);
        case Member(int conversation, int user) -> write(2, conversation, user);
        case Invoked(int device, int conversation, long content, boolean repeat) -> {
          write(repeat ? 4 : 3, device, conversation);
          out.writeLong(content);
        }
        case Accepted(int device, int message, long seq) -> {
          write(5, device, message);
          out.writeLong(seq);
        }
        case Rejected(int message) -> write(6, message, 0);
        case Opened(int device) -> write(7, device, 0);
        case Closed(int device) -> write(8, device, 0);
        case Resync(int device) -> write(9, device, 0);
        case Live(int device, int conversation, long seq, long content) -> {
          write(10, device, conversation);
          write(seq, content);
        }
        case Pulled(int device, int conversation, long seq, long content) -> {
          write(11, device, conversation);
          write(seq, content);
        }
        case ReadBack(int message, boolean found) -> write(12, message, found ? 1 : 0);
        case Removed(int conversation, int user) -> write(13, conversation, user);
        case Quiet() -> write(14, 0, 0);
        case Kept(int conversation, long seq, long content) -> {
          write(15, conversation, 0);
          write(seq, content);
        }
        case Joined(int conversation, long seq, int user) -> {
          write(16, conversation, user);
          out.writeLong(seq);
        }
        case Left(int conversation, long seq, int user) -> {
          write(17, conversation, user);
          out.writeLong(seq);
        }
        case Stored(int conversation, long seq, long content) -> {
          write(18, conversation, 0);
          write(seq, content);
        }
        case Fed(int conversation, long seq, long content) -> {
          write(19, conversation, 0);
          write(seq, content);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(int kind, int first, int second) throws IOException {
    out.writeByte(kind);
    out.writeInt(first);
    out.writeInt(second);
  }

  private void write(long seq, long content) throws IOException {
    out.writeLong(seq);
    out.writeLong(content);
  }

  @Override
  public synchronized void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
