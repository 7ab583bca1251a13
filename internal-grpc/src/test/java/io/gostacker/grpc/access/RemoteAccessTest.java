package io.gostacker.grpc.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.gostacker.common.token.AccessFacts;
import io.gostacker.common.token.AccessFacts.AccountBan;
import io.gostacker.common.token.AccessFacts.EndedSession;
import io.gostacker.common.token.AccessFacts.Facts;
import io.gostacker.grpc.FarInstance;
import io.gostacker.grpc.endpoint.FactsCalls;
import io.gostacker.grpc.endpoint.InternalServer;
import io.gostacker.grpc.peer.InternalSettings;
import io.gostacker.grpc.peer.Peer;
import io.gostacker.grpc.peer.PeerChannels;
import io.gostacker.grpc.peer.PeerCredentials;
import io.gostacker.grpc.peer.PeerRole;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a gateway knows of sessions, bans and keys, asked of a played meta over a real port.
class RemoteAccessTest {
  private static final long LATER = Long.MAX_VALUE / 2;

  private final PlayedMeta meta = new PlayedMeta();
  private final InternalServer server =
      InternalServer.start(
          new FactsCalls(meta),
          new InternalSettings(List.of(FarInstance.SECRET), "127.0.0.1", "", 0),
          null);
  private final MetaQuestion question = question(PeerRole.GATEWAY);
  private final List<String> closed = new ArrayList<>();
  private final RemoteAccess access =
      new RemoteAccess(
          question, (user, session, reason) -> closed.add(user + "/" + session), Clock.systemUTC());

  private MetaQuestion question(PeerRole role) {
    return new MetaQuestion(
        () -> Set.of(new Peer("127.0.0.1", server.port())),
        new PeerChannels(new PeerCredentials(role, FarInstance.SECRET), null));
  }

  @AfterEach
  void close() {
    question.close();
    server.close();
  }

  /// Tells what is laid out, and notes what it was asked.
  private static final class PlayedMeta implements AccessFacts {
    volatile String keys = "{\"keys\":[]}";
    volatile List<EndedSession> ended = List.of();
    volatile List<AccountBan> bans = List.of();
    volatile boolean failing;
    volatile long now = 1_700_000_000_000L;
    final List<Boolean> wholes = new ArrayList<>();

    @Override
    public Facts tell(long sinceMillis, boolean whole) {
      if (failing) {
        throw new IllegalStateException("thrown by the test");
      }
      wholes.add(whole);
      return new Facts(keys, ended, bans, now);
    }
  }

  private int keysKnown() {
    return access.get(new JWKSelector(new JWKMatcher.Builder().build()), null).size();
  }

  @Test
  void nobodyIsKnownBeforeTheFirstAnswer() {
    assertThat(access.isKnown()).isFalse();
    meta.failing = true;
    assertThatThrownBy(access::poll).isInstanceOf(IllegalStateException.class);
    assertThat(access.isKnown()).isFalse();
    meta.failing = false;
    access.poll();
    assertThat(access.isKnown()).isTrue();
  }

  @Test
  void anEndedSessionIsRevokedAndItsSocketsAreClosedOnce() {
    access.poll();
    assertThat(access.isRevoked("s1")).isFalse();
    meta.ended = List.of(new EndedSession("s1", 7, LATER));
    access.poll();
    access.poll();
    assertThat(access.isRevoked("s1")).isTrue();
    assertThat(closed).containsExactly("7/s1");
    meta.ended = List.of();
    access.poll();
    assertThat(access.isRevoked("s1")).isTrue();
  }

  @Test
  void aBanHoldsUntilItIsLiftedOrOver() {
    meta.bans = List.of(new AccountBan(7, Long.MAX_VALUE), new AccountBan(8, 1));
    access.poll();
    assertThat(access.isBanned(7)).isTrue();
    assertThat(access.isBanned(8)).isFalse();
    meta.bans = List.of(new AccountBan(7, 0));
    access.poll();
    assertThat(access.isBanned(7)).isFalse();
  }

  @Test
  void theFirstQuestionAsksForAllAndTheNextForWhatIsNew() {
    access.poll();
    access.poll();
    access.poll();
    assertThat(meta.wholes).containsExactly(true, false, false);
  }

  @Test
  void allIsAskedForAgainWhenMetasClockHasGoneBack() {
    access.poll();
    access.poll();
    meta.now -= 3_600_000;
    access.poll();
    access.poll();
    access.poll();
    assertThat(meta.wholes).containsExactly(true, false, false, true, false);
  }

  @Test
  void anEndedSessionIsNotForgottenWhileAClockIsAhead() {
    long now = System.currentTimeMillis();
    meta.ended = List.of(new EndedSession("s1", 7, now - 3_600_000)); // by a clock an hour behind
    access.poll();
    meta.ended = List.of();
    access.poll();
    assertThat(access.isRevoked("s1")).isTrue();
  }

  @Test
  void whatWasKnownHoldsWhileMetaFails() throws JOSEException {
    meta.keys = new JWKSet(new RSAKeyGenerator(2048).keyID("k1").generate()).toString(true);
    meta.ended = List.of(new EndedSession("s1", 7, LATER));
    access.poll();
    assertThat(keysKnown()).isEqualTo(1);
    meta.failing = true;
    assertThatThrownBy(access::poll).isInstanceOf(IllegalStateException.class);
    assertThat(keysKnown()).isEqualTo(1);
    assertThat(access.isRevoked("s1")).isTrue();
    meta.failing = false;
    meta.keys = "nonsense";
    access.poll();
    assertThat(keysKnown()).isEqualTo(1);
  }

  @Test
  void onlyAGatewayIsTold() {
    try (MetaQuestion ofAnother = question(PeerRole.META)) {
      assertThatThrownBy(() -> ofAnother.ask(0, true)).hasStackTraceContaining("PERMISSION_DENIED");
    }
  }
}
