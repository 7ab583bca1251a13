package io.gostacker.grpc.access;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.gostacker.common.token.AccessFacts.AccountBan;
import io.gostacker.common.token.AccessFacts.EndedSession;
import io.gostacker.common.token.AccessFacts.Facts;
import io.gostacker.common.token.Bans;
import io.gostacker.common.token.Revocations;
import io.gostacker.common.transport.SessionPort;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whom to let in, in memory, asked of meta again and again. While meta is away what was known
/// holds on; before the first answer nobody is let in. Sockets of a session that has ended are
/// closed as soon as that is heard. Thread-safe.
public final class RemoteAccess implements Revocations, Bans, JWKSource<SecurityContext> {
  private static final Logger log = LoggerFactory.getLogger(RemoteAccess.class);

  /// How far back a question looks: longer than a transaction takes and common clocks differ.
  private static final Duration OVERLAP = Duration.ofSeconds(30);

  private static final Duration BETWEEN_WHOLE = Duration.ofMinutes(1);

  /// How much longer than its tokens an ended session is remembered: a clock may be wrong, and then
  /// right again.
  private static final Duration REMEMBERED = Duration.ofHours(2);

  private final Question question;
  private final SessionPort sockets;
  private final Clock clock;
  private final ConcurrentMap<String, Long> endedUntil = new ConcurrentHashMap<>();
  private final ConcurrentMap<Long, Long> bannedUntil = new ConcurrentHashMap<>();
  private volatile JWKSet keys = new JWKSet();
  private String published = "";
  private volatile boolean known;
  private boolean wantsWhole = true;
  private long lastWhole;
  private long heardAt;

  /// Asks meta.
  @FunctionalInterface
  public interface Question {
    /// See [io.gostacker.common.token.AccessFacts#tell]; throws when nobody answers.
    Facts ask(long sinceMillis, boolean whole);
  }

  /// @param sockets of this process
  public RemoteAccess(Question question, SessionPort sockets, Clock clock) {
    this.question = question;
    this.sockets = sockets;
    this.clock = clock;
  }

  /// Whether meta has answered once: before that nobody can be let in.
  public boolean isKnown() {
    return known;
  }

  /// Asks once.
  public synchronized void poll() {
    long now = System.nanoTime();
    boolean whole = wantsWhole || now - lastWhole >= BETWEEN_WHOLE.toNanos();
    Facts facts = question.ask(heardAt - OVERLAP.toMillis(), whole);
    takeKeys(facts.keys());
    facts.ended().forEach(this::end);
    takeBans(facts.bans(), whole);
    long forgotten = clock.millis() - REMEMBERED.toMillis();
    endedUntil.values().removeIf(until -> until < forgotten);
    wantsWhole = facts.now() < heardAt; // meta's clock went back: what is new for it is not for us
    heardAt = facts.now();
    if (whole) {
      lastWhole = now;
    }
    known = true;
  }

  private void takeKeys(String json) {
    if (json.equals(published)) {
      return;
    }
    try {
      keys = JWKSet.parse(json);
      published = json;
    } catch (ParseException e) {
      log.error("Meta has published keys that cannot be read; those of before stay", e);
    }
  }

  private void end(EndedSession session) {
    @Nullable Long before = endedUntil.put(session.sessionId(), session.accessExpiresAt());
    if (before == null) {
      sockets.closeSession(session.userId(), session.sessionId(), "the session has ended");
    }
  }

  private void takeBans(List<AccountBan> bans, boolean whole) {
    Map<Long, Long> untils =
        bans.stream().collect(Collectors.toMap(AccountBan::userId, AccountBan::until));
    bannedUntil.putAll(untils);
    if (whole) {
      bannedUntil.keySet().retainAll(untils.keySet());
    }
    bannedUntil.values().removeIf(until -> until == 0);
  }

  @Override
  public boolean isRevoked(String sessionId) {
    return endedUntil.containsKey(sessionId);
  }

  @Override
  public boolean isBanned(long userId) {
    Long until = bannedUntil.get(userId);
    return until != null && until > clock.millis();
  }

  @Override
  public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
    return selector.select(keys);
  }
}
