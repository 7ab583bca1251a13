package io.gostacker.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import io.gostacker.grpc.peer.InternalTls;
import io.gostacker.grpc.peer.InternalTlsSettings;
import io.gostacker.grpc.peer.TestCertificates;
import io.gostacker.testkit.transport.PlayedSend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Internal ports with mutual TLS.
class InternalTlsTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private final PlayedSend send = new PlayedSend();
  private InternalTlsSettings ours = InternalTlsSettings.none();
  private @Nullable FarInstance instance;

  @BeforeEach
  void start() {
    ours = TestCertificates.make(folder, "ours");
    instance = FarInstance.start(send, 0, InternalTls.of(ours));
  }

  @AfterEach
  void stop() {
    if (instance != null) {
      instance.close();
    }
  }

  private NearGateway gateway(@Nullable InternalTls tls) {
    if (instance == null) {
      throw new IllegalStateException("not started");
    }
    NearGateway gateway =
        new NearGateway(Set.of(instance.peer()), FarInstance.SECRET, tls, () -> {});
    gateway.routes().attach("gateway", delivery -> {});
    return gateway;
  }

  @Test
  void whoHasACertificateOfTheAuthorityIsServed() throws Exception {
    NearGateway gateway = gateway(InternalTls.of(ours));
    gateway.start();
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    gateway
        .send()
        .submit(
            new Command.SendMessage(5, 7, "phone", "m-1", new byte[] {'{', '}'}, false),
            reply::complete);
    assertThat(reply.get(SOON.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(Reply.Sent.class);
    gateway.close();
  }

  @Test
  void othersAreRefusedThoughTheyKnowTheSecret() {
    InternalTlsSettings theirs = TestCertificates.make(folder, "theirs");
    InternalTlsSettings deceiving =
        new InternalTlsSettings(theirs.certificate(), theirs.privateKey(), ours.authorities());
    neverServed(gateway(null));
    neverServed(gateway(InternalTls.of(theirs)));
    neverServed(gateway(InternalTls.of(deceiving)));
  }

  private static void neverServed(NearGateway gateway) {
    gateway.links().start();
    await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> !gateway.links().isUsable());
    gateway.close();
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> new InternalTlsSettings("a.crt", "", "b.crt"))
        .hasMessageContaining("gostacker.internal.tls needs certificate, private-key and");
    assertThatThrownBy(() -> InternalTls.of(new InternalTlsSettings("no.crt", "no.key", "no.crt")))
        .hasMessageContaining("gostacker.internal.tls")
        .hasMessageContaining("no.crt");
  }
}
