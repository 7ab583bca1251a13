package io.gostacker.common.shardlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.common.record.Batch;
import io.gostacker.common.record.BatchCodec;
import io.gostacker.common.record.LogRecord.DeliveredMoved;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogStepTest {
  private static final Position AT = new Position(10, "ten");
  private static final int EPOCH = 3;
  private static final Batch BATCH =
      new Batch(EPOCH, List.of(new DeliveredMoved(1, 2, 3, "phone")));

  private static LogEntry entry(long offset, String previous, Batch batch) {
    return new LogEntry(offset, "new", previous, 0, BatchCodec.encode(batch));
  }

  private static LogStep judge(LogEntry entry) {
    return LogStep.of(AT, EPOCH, entry);
  }

  @Test
  void theEntryThatFollowsIsNext() {
    assertThat(judge(entry(11, "ten", BATCH))).isEqualTo(new LogStep.Next(BATCH));
  }

  @Test
  void anEntryThatLeavesOneOutIsBroken() {
    assertThat(judge(entry(12, "eleven", BATCH))).isInstanceOf(LogStep.Broken.class);
  }

  @Test
  void anEntryAfterAnotherOneAtOurOffsetIsBroken() {
    assertThat(judge(entry(11, "other", BATCH))).isInstanceOf(LogStep.Broken.class);
  }

  @Test
  void anEntryThatWeHaveAlreadyIsBroken() {
    assertThat(judge(entry(10, "nine", BATCH))).isInstanceOf(LogStep.Broken.class);
  }

  @Test
  void aHigherEpochBeginsWhereverItBegins() {
    Batch begin = new Batch(EPOCH + 1, List.of());
    assertThat(judge(entry(1_000_010, "", begin))).isEqualTo(new LogStep.NewEpoch(EPOCH + 1));
    assertThat(judge(entry(1_000_010, "other", begin))).isEqualTo(new LogStep.NewEpoch(EPOCH + 1));
  }

  @Test
  void anEpochBeginsNotBelowWhatWeHaveAndNotWithRecords() {
    Batch begin = new Batch(EPOCH + 1, List.of());
    assertThat(judge(entry(9, "eight", begin))).isInstanceOf(LogStep.Broken.class);
    Batch records = new Batch(EPOCH + 1, BATCH.records());
    assertThat(judge(entry(1_000_010, "ten", records))).isInstanceOf(LogStep.Broken.class);
  }

  @Test
  void theEpochThatWeAreInBeginsNotAgain() {
    assertThat(judge(entry(1_000_010, "ten", new Batch(EPOCH, List.of()))))
        .isInstanceOf(LogStep.Broken.class);
  }

  @Test
  void bytesThatAreNoBatchAreBroken() {
    LogEntry garbage = new LogEntry(11, "new", "ten", 0, "garbage".getBytes(UTF_8));
    assertThat(judge(garbage)).isInstanceOf(LogStep.Broken.class);
    assertThat(judge(new LogEntry(11, "new", "ten", 0, new byte[0])))
        .isInstanceOf(LogStep.Broken.class);
  }
}
