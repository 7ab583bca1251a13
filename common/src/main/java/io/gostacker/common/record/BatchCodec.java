package io.gostacker.common.record;

import io.gostacker.common.record.LogRecord.Unreadable;
import java.util.ArrayList;
import java.util.List;

/// The binary form of a [Batch]: a version byte, with version 2 the trace, the epoch, the number of
/// records, and each record with its length before it, so that one unreadable record does not hide
/// its neighbours.
public final class BatchCodec {
  private static final int VERSION = 1;
  private static final int TRACED = 2;

  private BatchCodec() {}

  public static byte[] encode(Batch batch) {
    ByteWriter out = new ByteWriter(64 + 320 * batch.records().size());
    String trace = batch.trace();
    if (trace == null) {
      out.byteValue(VERSION);
    } else {
      out.byteValue(TRACED);
      out.text(trace);
    }
    out.number(batch.epoch());
    out.number(batch.records().size());
    for (LogRecord record : batch.records()) {
      int start = out.beginBlock();
      RecordCodec.write(record, out);
      out.endBlock(start);
    }
    return out.toByteArray();
  }

  /// Reads a payload. A record that cannot be read comes as [Unreadable].
  ///
  /// @throws IllegalArgumentException if the payload as a whole is not one of ours
  public static Batch decode(byte[] payload) {
    ByteReader in = new ByteReader(payload, 0, payload.length);
    int version = in.byteValue();
    if (version != VERSION && version != TRACED) {
      throw new IllegalArgumentException("log entry of unknown version " + version);
    }
    String trace = version == TRACED ? in.text() : null;
    long epoch = in.number();
    long count = in.number();
    if (epoch < 0 || epoch > Integer.MAX_VALUE || count < 0) {
      throw new IllegalArgumentException("log entry of epoch " + epoch + ", records " + count);
    }
    List<LogRecord> records = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      records.add(read(in.block()));
    }
    in.requireEnd();
    return new Batch((int) epoch, records, trace);
  }

  /// One record alone, as it stands inside a batch; what is set aside is kept in this form.
  public static byte[] encodeRecord(LogRecord record) {
    if (record instanceof Unreadable unreadable) {
      return unreadable.bytes();
    }
    ByteWriter out = new ByteWriter(320);
    RecordCodec.write(record, out);
    return out.toByteArray();
  }

  /// Reads [#encodeRecord]; what cannot be read comes as [Unreadable].
  public static LogRecord decodeRecord(byte[] bytes) {
    return read(new ByteReader(bytes, 0, bytes.length));
  }

  private static LogRecord read(ByteReader block) {
    byte[] bytes = block.rest();
    try {
      return RecordCodec.read(block);
    } catch (IllegalArgumentException e) {
      return new Unreadable(bytes, String.valueOf(e.getMessage()));
    }
  }
}
