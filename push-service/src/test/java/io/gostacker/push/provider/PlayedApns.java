package io.gostacker.push.provider;

import static java.util.Objects.requireNonNull;

import com.eatthepath.pushy.apns.auth.ApnsVerificationKey;
import com.eatthepath.pushy.apns.server.MockApnsServer;
import com.eatthepath.pushy.apns.server.MockApnsServerBuilder;
import com.eatthepath.pushy.apns.server.PushNotificationHandler;
import com.eatthepath.pushy.apns.server.RejectedNotificationException;
import com.eatthepath.pushy.apns.server.RejectionReason;
import com.eatthepath.pushy.apns.server.UnregisteredDeviceTokenException;
import com.eatthepath.pushy.apns.server.ValidatingPushNotificationHandlerFactory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Apple's service as the authors of our client of it play it: it checks tokens, topics, devices
/// and sizes. It answers one notification at a time.
final class PlayedApns implements Far {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TOKEN = "a1".repeat(32);
  private static final String TOPIC = "com.example.chat";
  private static final String KEY_ID = "KEY1234567";
  private static final String TEAM_ID = "TEAM123456";

  private final List<Arrival> arrived = new CopyOnWriteArrayList<>();
  private final List<String> troubles = new CopyOnWriteArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private final TestCertificate certificate;
  private final Path key;
  private final EventLoopGroup thread = thread();
  private final MockApnsServer server;
  private final int port;
  private volatile Play play = Play.TAKE;
  private volatile RejectionReason refusal = RejectionReason.BAD_TOPIC;
  private boolean isClosed;

  PlayedApns(Path folder, TestCertificate certificate) throws Exception {
    this.certificate = certificate;
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    key = folder.resolve("AuthKey.p8");
    Files.writeString(key, TestCertificate.pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    ApnsVerificationKey verification =
        new ApnsVerificationKey(KEY_ID, TEAM_ID, (ECPublicKey) pair.getPublic());
    var validating =
        new ValidatingPushNotificationHandlerFactory(
            Map.of(TOPIC, Set.of(TOKEN)),
            Map.of(),
            Map.of(KEY_ID, verification),
            Map.of(verification, Set.of(TOPIC)));
    server =
        new MockApnsServerBuilder()
            .setServerCredentials(
                new File(certificate.certificate()), new File(certificate.privateKey()), null)
            .setEventLoopGroup(thread)
            .setHandlerFactory(session -> playing(validating.buildHandler(session)))
            .build();
    port = (Integer) requireNonNull(server.start(0).get(30, TimeUnit.SECONDS));
  }

  @SuppressWarnings("deprecation") // the server knows no other kind
  private static EventLoopGroup thread() {
    return new NioEventLoopGroup(1, new DefaultThreadFactory("played-apns", true));
  }

  private PushNotificationHandler playing(PushNotificationHandler validating) {
    return (headers, payload) -> {
      validating.handlePushNotification(headers, payload.duplicate());
      read(headers, payload);
      act();
    };
  }

  private void read(Http2Headers headers, ByteBuf payload) {
    byte[] bytes = ByteBufUtil.getBytes(payload);
    JsonNode json = JSON.readTree(bytes);
    JsonNode aps = json.path("aps");
    String collapseId = header(headers, "apns-collapse-id");
    require(collapseId.length() <= 64, "apns-collapse-id");
    require(header(headers, "apns-push-type").equals("alert"), "apns-push-type");
    require(header(headers, "apns-expiration").matches("[0-9]+"), "apns-expiration");
    require(aps.path("mutable-content").asInt() == 1, "mutable-content");
    require(aps.path("sound").asString("").equals("default"), "sound");
    require(json.path("conversationId").equals(aps.path("thread-id")), "thread-id");
    require(json.path("seq").isIntegralNumber(), "seq");
    arrived.add(
        new Arrival(
            header(headers, "apns-id"),
            collapseId,
            aps.path("alert").path("title").asString(),
            aps.path("alert").path("body").asString(),
            aps.path("badge").asLong(),
            bytes.length));
  }

  private void require(boolean valid, String what) {
    if (!valid) {
      troubles.add(what);
    }
  }

  private static String header(Http2Headers headers, String name) {
    return requireNonNull(headers.get(name), name).toString();
  }

  private void act() throws RejectedNotificationException {
    switch (play) {
      case TAKE -> {}
      case GONE -> throw new UnregisteredDeviceTokenException(Instant.now());
      case REFUSE -> throw new RejectedNotificationException(refusal);
      case BUSY -> throw new RejectedNotificationException(RejectionReason.TOO_MANY_REQUESTS);
      case FAIL -> throw new RejectedNotificationException(RejectionReason.SERVICE_UNAVAILABLE);
      case FORBID ->
          throw new RejectedNotificationException(RejectionReason.INVALID_PROVIDER_TOKEN);
      case HANG_UP -> throw new AssertionError("ends the connection");
      case HOLD -> hold();
    }
  }

  private void hold() {
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// With what it refuses.
  void refuse(RejectionReason reason) {
    refusal = reason;
    play = Play.REFUSE;
  }

  ApnsSettings settings(Duration timeout) {
    return new ApnsSettings(
        key.toString(),
        KEY_ID,
        TEAM_ID,
        TOPIC,
        "127.0.0.1:" + port,
        certificate.certificate(),
        timeout,
        1000,
        64);
  }

  @Override
  public PushProvider provider(Duration timeout) {
    return new ApnsProvider(settings(timeout));
  }

  @Override
  public String token() {
    return TOKEN;
  }

  @Override
  public void play(Play play) {
    this.play = play;
  }

  @Override
  public void release() {
    play = Play.TAKE;
    released.countDown();
  }

  @Override
  public int places() {
    return 1;
  }

  @Override
  public List<Arrival> arrived() {
    return arrived;
  }

  @Override
  public List<String> troubles() {
    return troubles;
  }

  @Override
  public int maxBytes() {
    return 4096;
  }

  @Override
  public String hiddenBody() {
    return Notification.WITHOUT_PREVIEW;
  }

  /// Apple says nothing of it.
  @Override
  public Optional<Duration> pause() {
    return Optional.empty();
  }

  @Override
  public void close() {
    release();
    if (isClosed) {
      return;
    }
    isClosed = true;
    try {
      server.shutdown().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      thread.shutdownGracefully(0, 5, TimeUnit.SECONDS);
    }
  }
}
