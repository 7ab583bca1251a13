package io.gostacker.push.dispatch;

import static org.awaitility.Awaitility.await;

import io.gostacker.common.event.Event;
import io.gostacker.common.event.EventLog;
import io.gostacker.common.json.JsonBytes;
import io.gostacker.common.lead.Leadership;
import io.gostacker.common.presence.HandBacks;
import io.gostacker.common.presence.LiveUsers;
import io.gostacker.common.reload.Reloadable;
import io.gostacker.common.shardlog.RedisSettings;
import io.gostacker.common.transaction.Transactions;
import io.gostacker.push.provider.Lane;
import io.gostacker.push.provider.Providers;
import io.gostacker.testkit.backend.Backends;
import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Conversations in a real database, a feed that tells of them, and who notifies people of it.
final class PushStage implements AutoCloseable {
  static final DispatchSettings SETTINGS = settings(2_000);
  private static final int RATE = 100_000;

  final DataSource dataSource = Backends.freshDatabase();
  final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
  final ShiftedClock clock = new ShiftedClock();
  final StandInProvider provider = new StandInProvider("one");
  final StandInProvider other = new StandInProvider("two");
  final HandBacks handBacks;
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  /// Users with a live socket, and the gateway it is at.
  final Map<Long, String> online = new ConcurrentHashMap<>();

  final Set<String> gateways = ConcurrentHashMap.newKeySet();
  private final RedisClient redis = RedisClient.create();
  private final EventLog events = new EventLog(JdbcClient.create(jdbc), true);
  private final Transactions transactions = new Transactions(dataSource);
  private final List<Leadership> leaders = new ArrayList<>();

  PushStage() {
    Backends.flushRedis();
    RedisSettings settings =
        new RedisSettings(URI.create(Backends.redisUrl()), Duration.ofMillis(1500), true);
    handBacks = HandBacks.open(redis, settings);
  }

  static DispatchSettings settings(int queueSize) {
    return new DispatchSettings(
        DispatchSettings.Place.EMBEDDED,
        2,
        queueSize,
        1_000_000,
        Duration.ofMillis(100),
        Duration.ofHours(1),
        Duration.ZERO);
  }

  /// One more process that would lead.
  Leadership start() {
    return start(SETTINGS);
  }

  Leadership start(DispatchSettings settings) {
    return start(settings, RATE);
  }

  /// @param rate of each provider
  Leadership start(DispatchSettings settings, int rate) {
    Leadership leader =
        new DispatchConfiguration()
            .pushLeadership(
                dataSource,
                live(),
                handBacks,
                new Providers(List.of(configured(provider, rate), configured(other, rate))),
                Reloadable.of(settings),
                registry,
                clock);
    leaders.add(leader);
    return leader;
  }

  private static Lane configured(StandInProvider provider, int rate) {
    return new Lane(provider, rate, 4, Duration.ofSeconds(10));
  }

  private LiveUsers live() {
    return new LiveUsers() {
      @Override
      public Map<Long, String> among(Collection<Long> userIds) {
        Map<Long, String> live = new HashMap<>(online);
        live.keySet().retainAll(userIds);
        return live;
      }

      @Override
      public Set<String> gateways() {
        return Set.copyOf(gateways);
      }
    };
  }

  /// Waits until the feed is followed: what is told from then on is looked at.
  void awaitFollowed() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !jdbc.queryForList("SELECT 1 FROM push_reader").isEmpty());
  }

  void user(long id, String nickname) {
    jdbc.update("INSERT INTO user (user_id, nickname, created_at) VALUES (?, ?, 0)", id, nickname);
  }

  void token(long user, String device, String provider) {
    jdbc.update(
        "REPLACE INTO push_token (user_id, device_id, provider, token, token_hash, updated_at)"
            + " VALUES (?, ?, ?, ?, UNHEX(SHA2(?, 256)), 0)",
        user,
        device,
        provider,
        user + "/" + device,
        provider + user + device);
  }

  /// A group, or the dialogue of two.
  void conversation(long id, long... members) {
    boolean direct = members.length == 2;
    jdbc.update(
        "INSERT INTO conversation (conversation_id, shard, type, name, member_count)"
            + " VALUES (?, 0, ?, ?, ?)",
        id,
        direct ? 0 : 1,
        direct ? null : "Hikers",
        members.length);
    for (long member : members) {
      jdbc.update(
          "INSERT INTO member (conversation_id, user_id, join_seq, is_member)"
              + " VALUES (?, ?, 1, TRUE)",
          id,
          member);
      jdbc.update("INSERT INTO user_conversation VALUES (?, ?, TRUE)", member, id);
    }
  }

  /// A message as the flusher writes it, event and all. Who sends has read it.
  ///
  /// @return its seq
  long text(long conversation, long sender, String text, long... mentions) {
    return transactions.run(() -> {
      Long last =
          jdbc.queryForObject(
              "SELECT last_seq FROM conversation WHERE conversation_id = ? FOR UPDATE",
              Long.class,
              conversation);
      long seq = 1 + (last == null ? 0 : last);
      long now = clock.millis();
      String mentioned =
          mentions.length == 0
              ? ""
              : ",\"mentions\":" + Arrays.toString(mentions).replaceAll("(\\d+)", "\"$1\"");
      String content = "{\"type\":\"text\",\"text\":\"" + text + "\"" + mentioned + "}";
      jdbc.update(
          "INSERT INTO message (conversation_id, seq, sender_id, client_message_id, ordinal,"
              + " content, sent_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
          conversation,
          seq,
          sender,
          "c" + seq,
          seq,
          content.getBytes(StandardCharsets.UTF_8),
          now);
      jdbc.update(
          "UPDATE conversation SET last_seq = ?, last_ordinal = ?, last_sent_at = ?"
              + " WHERE conversation_id = ?",
          seq,
          seq,
          now,
          conversation);
      read(conversation, sender, seq);
      tell(conversation, seq, sender, content, now);
      return seq;
    });
  }

  private void tell(long conversation, long seq, long sender, String content, long now) {
    JsonBytes json = Event.begin("message", now, 200).raw(",\"message\":{\"conversationId\":");
    json.id(conversation).raw(",\"seq\":" + seq).raw(",\"senderId\":").id(sender);
    json.raw(",\"content\":" + content).raw("}");
    events.append(List.of(Event.of(json)));
  }

  void read(long conversation, long user, long seq) {
    jdbc.update(
        "UPDATE member SET read_seq = ?, read_ordinal = ? WHERE conversation_id = ? AND user_id = ?",
        seq,
        seq,
        conversation,
        user);
  }

  long count(String sql, Object... parameters) {
    Long count = jdbc.queryForObject(sql, Long.class, parameters);
    return count == null ? 0 : count;
  }

  @Override
  public void close() {
    provider.release(new io.gostacker.push.provider.Outcome.Taken());
    other.release(new io.gostacker.push.provider.Outcome.Taken());
    leaders.forEach(Leadership::close);
    handBacks.close();
    redis.shutdown();
  }
}
