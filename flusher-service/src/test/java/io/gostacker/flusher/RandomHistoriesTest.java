package io.gostacker.flusher;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.common.record.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/// However a history is cut into entries and transactions, the tables say what one gets by applying
/// its records one after the other.
class RandomHistoriesTest {
  private static final int SHARD = 1;
  private static final int RECORDS = 600;

  private Stage stage;

  @BeforeEach
  void open() {
    stage = new Stage();
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theTablesAreWhatTheRecordsSay(long seed) {
    Random random = new Random(seed);
    ShardWriter writer = stage.writer(SHARD);
    History history = new History(random, writer.epoch(), 4, 8);
    List<LogRecord> entry = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      entry.add(history.next());
      if (random.nextInt(5) == 0) {
        writer.append(entry);
        entry.clear();
      }
      if (random.nextInt(60) == 0) {
        stage.drain(pass(random), SHARD);
      }
    }
    writer.append(entry);
    stage.drain(pass(random), SHARD);
    assertThat(stage.count("SELECT COUNT(*) FROM message_dead")).isZero();
    for (Model model : history.models()) {
      assertThat(Model.read(stage, model.id)).as("seed %d", seed).isEqualTo(model.toString());
    }
    assertThat(stage.count("SELECT COUNT(*) FROM message")).isEqualTo(history.messages());
    assertThat(stage.toldEvents().stream().filter(told -> told.contains("\"seq\":")))
        .hasSize((int) history.messages());
    assertThat(
            stage.count(
                """
                SELECT COUNT(*) FROM member m JOIN user_conversation u
                  ON u.user_id = m.user_id AND u.conversation_id = m.conversation_id
                WHERE u.is_member <> m.is_member\
                """))
        .isZero();
  }

  private ShardPass pass(Random random) {
    FlusherSettings usual = Stage.SETTINGS;
    FlusherSettings small =
        new FlusherSettings(
            usual.interval(),
            usual.idleInterval(),
            1,
            1 + random.nextInt(100),
            DataSize.ofMegabytes(1),
            usual.retention());
    return stage.pass(SHARD, stage.log, small);
  }
}
