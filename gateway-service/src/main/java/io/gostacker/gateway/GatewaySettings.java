package io.gostacker.gateway;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// `gostacker.gateway.*`.
///
/// @param publicUrl where clients reach this gateway, for instance `https://g1.example.com`, told
///   by `GET /api/v1/gateways`; empty where a load balancer stands before all
/// @param allowedOrigins origins besides the gateway's own whose pages may open sockets
/// @param heartbeat how often clients say something; silent for 2.5 times as long they are closed
/// @param helloTimeout from the upgrade to a valid `hello`
/// @param firstRequestTimeout from the TCP connection to its first whole request head
/// @param maxSockets sockets at a time; more are refused with 503
/// @param maxDevicesPerUser sockets of one user at a time; one more replaces the oldest (4409)
/// @param maxChatter frames a second of one socket that carry no message, position or sync; one
///   more and it is closed (4429)
/// @param maxUnanswered commands of one socket in flight; then nothing more is read from it
/// @param maxUnwritten what a socket may leave unwritten before frames are skipped for it
/// @param stallTimeout how long such a socket may make no progress before it is closed (4410)
/// @param maxSyncs syncs under way at a time, in all sockets and REST
/// @param answerTimeout how long a REST request waits for its answer before 503
/// @param drainTimeout how long answers are waited for at shut-down
/// @param reconnectSpread over how long clients are asked to come back after a shut-down
/// @param orderWait how long a message waits for those before it
/// @param trackedConversations conversations whose order is remembered
@ConfigurationProperties("gostacker.gateway")
public record GatewaySettings(
    @DefaultValue("") String publicUrl,
    @DefaultValue List<String> allowedOrigins,
    @DefaultValue("30s") Duration heartbeat,
    @DefaultValue("5s") Duration helloTimeout,
    @DefaultValue("10s") Duration firstRequestTimeout,
    @DefaultValue("100000") int maxSockets,
    @DefaultValue("20") int maxDevicesPerUser,
    @DefaultValue("1000") int maxChatter,
    @DefaultValue("1000") int maxUnanswered,
    @DefaultValue("1MB") DataSize maxUnwritten,
    @DefaultValue("10s") Duration stallTimeout,
    @DefaultValue("64") int maxSyncs,
    @DefaultValue("10s") Duration answerTimeout,
    @DefaultValue("5s") Duration drainTimeout,
    @DefaultValue("5s") Duration reconnectSpread,
    @DefaultValue("200ms") Duration orderWait,
    @DefaultValue("100000") int trackedConversations) {

  private static final String PREFIX = "gostacker.gateway.";

  /// Checks every value; the message names the key.
  public GatewaySettings {
    allowedOrigins = List.copyOf(allowedOrigins);
    for (String origin : allowedOrigins) {
      require(
          origin.matches("[a-zA-Z][a-zA-Z0-9+.-]*://[^/]+"),
          "allowed-origins",
          "each like https://chat.example.com, not '" + origin + "'");
    }
    require(
        publicUrl.isEmpty() || publicUrl.matches("https?://[^/]+"),
        "public-url",
        "like https://g1.example.com, without a path");
    positive(heartbeat, "heartbeat");
    positive(helloTimeout, "hello-timeout");
    positive(firstRequestTimeout, "first-request-timeout");
    positive(stallTimeout, "stall-timeout");
    positive(answerTimeout, "answer-timeout");
    positive(orderWait, "order-wait");
    require(!drainTimeout.isNegative(), "drain-timeout", "not negative");
    require(!reconnectSpread.isNegative(), "reconnect-spread", "not negative");
    positive(maxSockets, "max-sockets");
    positive(maxDevicesPerUser, "max-devices-per-user");
    positive(maxChatter, "max-chatter");
    positive(maxUnanswered, "max-unanswered");
    positive(maxSyncs, "max-syncs");
    positive(trackedConversations, "tracked-conversations");
    boolean sane =
        maxUnwritten.toBytes() >= 64 * 1024 && maxUnwritten.toBytes() <= Integer.MAX_VALUE;
    require(sane, "max-unwritten", "from 64KB to 2047MB");
  }

  private static void positive(Duration value, String key) {
    require(value.isPositive(), key, "a duration above zero");
  }

  private static void positive(int value, String key) {
    require(value > 0, key, "above zero");
  }

  private static void require(boolean valid, String key, String expectation) {
    if (!valid) {
      throw new IllegalArgumentException(PREFIX + key + " must be " + expectation);
    }
  }
}
