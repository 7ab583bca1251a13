package io.gostacker.verify.history;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Reads what [HistoryWriter] wrote.
public final class HistoryReader {
  private static final int BUFFER = 1 << 20;

  private HistoryReader() {}

  /// Calls back with each event, in order.
  ///
  /// @throws IOException if the file cannot be read or is none of ours
  public static void read(Path file, Consumer<Event> to) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
      for (int kind = in.read(); kind >= 0; kind = in.read()) {
        to.accept(event(kind, in));
      }
    } catch (EOFException e) {
      throw new IOException(file + " ends in the middle of an event", e);
    }
  }

  private static Event event(int kind, DataInputStream in) throws IOException {
    int first = in.readInt();
    int second = in.readInt();
    return switch (kind) {
      case 1 -> new Event.Device(first, second);
      case 2 -> new Event.Member(first, second);
      case 3 -> new Event.Invoked(first, second, in.readLong(), false);
      case 4 -> new Event.Invoked(first, second, in.readLong(), true);
      case 5 -> new Event.Accepted(first, second, in.readLong());
      case 6 -> new Event.Rejected(first);
      case 7 -> new Event.Opened(first);
      case 8 -> new Event.Closed(first);
      case 9 -> new Event.Resync(first);
      case 10 -> new Event.Live(first, second, in.readLong(), in.readLong());
      case 11 -> new Event.Pulled(first, second, in.readLong(), in.readLong());
      case 12 -> new Event.ReadBack(first, second != 0);
      case 13 -> new Event.Removed(first, second);
      case 14 -> new Event.Quiet();
      case 15 -> new Event.Kept(first, in.readLong(), in.readLong());
      case 16 -> new Event.Joined(first, in.readLong(), second);
      case 17 -> new Event.Left(first, in.readLong(), second);
      case 18 -> new Event.Stored(first, in.readLong(), in.readLong());
      case 19 -> new Event.Fed(first, in.readLong(), in.readLong());
      default -> throw new IOException("no event of kind " + kind);
    };
  }
}
