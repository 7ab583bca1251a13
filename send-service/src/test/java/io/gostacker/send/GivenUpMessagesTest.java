package io.gostacker.send;

import static io.gostacker.send.Pipeline.direct;
import static io.gostacker.send.Pipeline.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.shardlog.InMemoryShardLog;
import io.gostacker.common.transport.Reply;
import io.gostacker.testkit.backend.Backends;
import io.gostacker.testkit.shardlog.DecoratedLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/// An instance that answers a message without a decision may be taken for dead by who called, who
/// then has another instance decide. What the same device sent behind it must not be decided first.
class GivenUpMessagesTest {
  private static final long ALICE = 11;
  private static final long BOB = 22;
  private static final long CAROL = 33;
  private static final long CHAT = 1001;
  private static final long OTHER = ofTheSameShard();

  private final DataSource database = Backends.freshDatabase();
  private final DecoratedLog log = new DecoratedLog(new InMemoryShardLog(Clock.systemUTC()));
  private volatile boolean isDown;
  private final Pipeline first =
      new Pipeline(
          log,
          new DelegatingDataSource(database) {
            @Override
            public Connection getConnection() throws SQLException {
              if (isDown) {
                throw new SQLException("a database that is down");
              }
              return super.getConnection();
            }
          });
  private final Pipeline second = new Pipeline(log, database);

  private static long ofTheSameShard() {
    long id = CHAT + 1;
    while (Pipeline.SHARDS.of(id) != Pipeline.SHARDS.of(CHAT)) {
      id++;
    }
    return id;
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  /// The first instance has not loaded the conversation when it gets a message of it.
  @BeforeEach
  void theFirstGivesUpAMessage() {
    second.insist(direct(CHAT, ALICE, BOB));
    first.insist(direct(OTHER, ALICE, CAROL));
    isDown = true;
    isGivenUp(first.ask(text(CHAT, ALICE, "m1")));
    isDown = false;
  }

  private static void isGivenUp(Reply reply) {
    assertThat(reply)
        .isInstanceOfSatisfying(
            Reply.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }

  private static long seq(Reply reply) {
    assertThat(reply).isInstanceOf(Reply.Sent.class);
    return ((Reply.Sent) reply).seq();
  }

  @Test
  void whatFollowsAMessageThatWasGivenUpIsGivenUpToo() {
    isGivenUp(first.askFollowing(text(CHAT, ALICE, "m2")));
    isGivenUp(first.askFollowing(text(CHAT, ALICE, "m3")));
    assertThat(seq(second.ask(text(CHAT, ALICE, "m1")))).isEqualTo(1);
    assertThat(seq(second.askFollowing(text(CHAT, ALICE, "m2")))).isEqualTo(2);
    assertThat(seq(second.askFollowing(text(CHAT, ALICE, "m3")))).isEqualTo(3);
  }

  @Test
  void whoHasBeenToldGoesOnAtOnce() {
    assertThat(seq(first.ask(text(CHAT, ALICE, "m2")))).isEqualTo(1);
    assertThat(seq(first.askFollowing(text(CHAT, ALICE, "m3")))).isEqualTo(2);
  }

  @Test
  void othersAndOtherConversationsAreNotConcerned() {
    assertThat(seq(first.askFollowing(text(CHAT, BOB, "b1")))).isEqualTo(1);
    assertThat(seq(first.askFollowing(text(OTHER, ALICE, "o1")))).isEqualTo(1);
  }

  @Test
  void whoNeverPausesIsServedAgainAfterSeconds() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> first.askFollowing(text(CHAT, ALICE, "m2")) instanceof Reply.Sent);
  }
}
