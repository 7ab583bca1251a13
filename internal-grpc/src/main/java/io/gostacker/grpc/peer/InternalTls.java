package io.gostacker.grpc.peer;

import io.grpc.netty.GrpcSslContexts;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.File;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What proves on the internal ports, in both directions, that a process is of this installation.
public final class InternalTls implements AutoCloseable {
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("internal-tls").daemon().factory());
  private final AdvancedTlsX509KeyManager identity = new AdvancedTlsX509KeyManager();
  private final AdvancedTlsX509TrustManager authorities;

  private InternalTls(InternalTlsSettings settings) throws IOException, GeneralSecurityException {
    File certificate = new File(settings.certificate());
    File key = new File(settings.privateKey());
    identity.updateIdentityCredentials(certificate, key, 1, TimeUnit.MINUTES, timer);
    // Processes are called by addresses that come and go; the authority is the installation's own.
    authorities =
        AdvancedTlsX509TrustManager.newBuilder()
            .setVerification(Verification.CERTIFICATE_ONLY_VERIFICATION)
            .build();
    authorities.updateTrustCredentials(
        new File(settings.authorities()), 1, TimeUnit.MINUTES, timer);
  }

  /// Reads the files; null without TLS.
  ///
  /// @throws IllegalArgumentException if a file is missing or not what it should be
  public static @Nullable InternalTls of(InternalTlsSettings settings) {
    if (!settings.isEnabled()) {
      return null;
    }
    try {
      return new InternalTls(settings);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new IllegalArgumentException(
          "gostacker.internal.tls: " + settings + " cannot be used: " + e.getMessage(), e);
    }
  }

  /// For the internal port: callers must show a certificate.
  public SslContext server() {
    return build(
        GrpcSslContexts.configure(SslContextBuilder.forServer(identity))
            .trustManager(authorities)
            .clientAuth(ClientAuth.REQUIRE));
  }

  /// For calls.
  public SslContext client() {
    return build(GrpcSslContexts.forClient().keyManager(identity).trustManager(authorities));
  }

  private static SslContext build(SslContextBuilder builder) {
    try {
      return builder.build();
    } catch (IOException e) {
      throw new IllegalStateException("TLS cannot be set up", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
