package io.gostacker.common.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gostacker.common.record.LogRecord.ReadMoved;
import io.gostacker.common.record.LogRecord.Unreadable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BatchCodecTest {
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final LogRecord FIRST = new ReadMoved(1, 2, 3, 4, "first");
  private static final LogRecord LAST = new ReadMoved(5, 6, 7, 8, "last");

  @Property(tries = 500)
  void whatWasWrittenIsRead(
      @ForAll @IntRange(min = 0) int epoch,
      @ForAll @Size(max = 10) List<@From("records") LogRecord> records,
      @ForAll boolean traced) {
    Batch written = new Batch(epoch, records, traced ? TRACE : null);
    Batch read = BatchCodec.decode(BatchCodec.encode(written));
    assertThat(read).usingRecursiveComparison().isEqualTo(written);
    assertThat(read.records())
        .extracting(LogRecord::getClass)
        .isEqualTo(records.stream().map(LogRecord::getClass).toList());
  }

  @Provide
  Arbitrary<LogRecord> records() {
    return new Records().get();
  }

  @Property(tries = 500)
  void aRecordThatCannotBeReadHidesNoNeighbours(@ForAll @Size(max = 40) byte[] garbage) {
    Batch read = BatchCodec.decode(withMiddle(garbage));
    assertThat(read.records()).hasSize(3).startsWith(FIRST).endsWith(LAST);
    if (read.records().get(1) instanceof Unreadable unreadable) {
      assertThat(unreadable.bytes()).isEqualTo(garbage);
      assertThat(unreadable.reason()).isNotBlank();
    }
  }

  @Property(tries = 500)
  void aRecordThatIsCutOrTooLongIsUnreadable(
      @ForAll(supplier = Records.class) LogRecord record, @ForAll int cut) {
    ByteWriter out = new ByteWriter(16);
    RecordCodec.write(record, out);
    byte[] whole = out.toByteArray();
    byte[] shorter = Arrays.copyOf(whole, Math.floorMod(cut, whole.length));
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    for (byte[] wrong : List.of(shorter, longer)) {
      assertThat(BatchCodec.decode(withMiddle(wrong)).records().get(1))
          .isInstanceOfSatisfying(
              Unreadable.class, unreadable -> assertThat(unreadable.bytes()).isEqualTo(wrong));
    }
  }

  @Property(tries = 500)
  void aPayloadThatIsCutIsRefused(
      @ForAll(supplier = Records.class) LogRecord record, @ForAll int cut) {
    byte[] whole = BatchCodec.encode(new Batch(1, List.of(record)));
    byte[] shorter = Arrays.copyOf(whole, Math.floorMod(cut, whole.length));
    assertThatThrownBy(() -> BatchCodec.decode(shorter))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property(tries = 2000)
  void garbageIsReadOrRefusedAndNothingElse(@ForAll @Size(max = 60) byte[] garbage) {
    Throwable thrown = catchThrowable(() -> BatchCodec.decode(garbage));
    if (thrown != null) {
      assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Property(tries = 2000)
  void aPayloadWithAWrongByteIsReadOrRefusedAndNothingElse(
      @ForAll(supplier = Records.class) LogRecord record, @ForAll int place, @ForAll byte wrong) {
    byte[] payload = BatchCodec.encode(new Batch(1, List.of(record)));
    payload[Math.floorMod(place, payload.length)] = wrong;
    Throwable thrown = catchThrowable(() -> BatchCodec.decode(payload));
    if (thrown != null) {
      assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Example
  void countsAndEpochsThatCannotBeAreRefused() {
    for (String payload :
        List.of("", "02", "0102", "010201" /* -1 records */, "010101" /* epoch -1 */, "01020000")) {
      byte[] bytes = HexFormat.of().parseHex(payload);
      assertThatThrownBy(() -> BatchCodec.decode(bytes))
          .describedAs(payload)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /// Logs outlive versions: these bytes are for ever.
  @Example
  void theBytesStayWhatTheyAre() {
    byte[] payload = BatchCodec.encode(new Batch(3, List.of(FIRST)));
    assertThat(HexFormat.of().formatHex(payload))
        .isEqualTo("0106020000001908000000000000000100000000000000020608" + "0a6669727374");
    assertThat(BatchCodec.decode(payload)).isEqualTo(new Batch(3, List.of(FIRST)));
  }

  @Example
  void anUnreadableRecordIsNotWritten() {
    Batch batch = new Batch(1, List.of(new Unreadable(new byte[] {1}, "unknown")));
    assertThatThrownBy(() -> BatchCodec.encode(batch)).isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] withMiddle(byte[] middle) {
    byte[] first = block(FIRST);
    byte[] last = block(LAST);
    ByteBuffer out = ByteBuffer.allocate(7 + first.length + middle.length + last.length);
    out.put((byte) 1).put((byte) 2).put((byte) 6).put(first);
    out.putInt(middle.length).put(middle).put(last);
    return Arrays.copyOf(out.array(), out.position());
  }

  private static byte[] block(LogRecord record) {
    ByteWriter out = new ByteWriter(16);
    int start = out.beginBlock();
    RecordCodec.write(record, out);
    out.endBlock(start);
    return out.toByteArray();
  }
}
