package io.gostacker.meta.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.meta.broadcast.Audience.InConversation;
import io.gostacker.meta.broadcast.Broadcast.Saying;
import io.gostacker.meta.broadcast.Broadcast.State;
import io.gostacker.testkit.backend.Backends;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The end of a broadcast into a conversation: counted and over in one step.
class BroadcastTableTest {
  private static final Tally REFUSED = Tally.of(0, Map.of(ErrorCode.NOT_MEMBER, 1L));

  private final BroadcastTable table =
      new BroadcastTable(JdbcClient.create(Backends.freshDatabase()));

  private Broadcast begun() {
    Saying saying = new Saying(new byte[] {'{', '}'}, false);
    Tally none = Tally.of(0, Map.of());
    table.insert(
        new Broadcast(
            0, 1, "in", State.RUNNING, 4, saying, new InConversation(9), 1, 1, 0, none, "", 5, 0),
        new byte[32]);
    return table.find(1, "in").orElseThrow();
  }

  private Broadcast now() {
    return table.find(1, "in").orElseThrow();
  }

  @Test
  void itIsCountedOnceAndOver() {
    Broadcast begun = begun();

    assertThat(table.endAt(begun, 9, REFUSED, State.FAILED, "not_member: out", 7)).isTrue();
    assertThat(table.endAt(begun, 9, REFUSED, State.FAILED, "not_member: out", 8)).isFalse();

    Broadcast ended = now();
    assertThat(ended.tally()).isEqualTo(REFUSED);
    assertThat(ended.state()).isEqualTo(State.FAILED);
    assertThat(ended.reason()).isEqualTo("not_member: out");
    assertThat(ended.finishedAt()).isEqualTo(7);
    assertThat(ended.afterId()).isEqualTo(9);
  }

  @Test
  void oneThatWasCancelledMeanwhileIsCountedAndStaysSo() {
    Broadcast begun = begun();
    table.end(begun.rowId(), State.CANCELLED, 1, "", 6);

    assertThat(table.endAt(begun, 9, Tally.of(1, Map.of()), State.DONE, "", 7)).isTrue();

    assertThat(now().tally().sent()).isEqualTo(1);
    assertThat(now().state()).isEqualTo(State.CANCELLED);
    assertThat(now().finishedAt()).isEqualTo(6);
  }
}
