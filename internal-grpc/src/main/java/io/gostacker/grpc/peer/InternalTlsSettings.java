package io.gostacker.grpc.peer;

import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Mutual TLS between processes, `gostacker.internal.tls.*`: all three files or none. They are read
/// again every minute.
///
/// @param certificate this process's, PEM, with the chain up to the authority; empty for no TLS
/// @param privateKey of the certificate, PKCS #8 as PEM
/// @param authorities PEM; a process whose certificate is signed by one of them is of this
///   installation, whatever its host is called
@ConfigurationProperties("gostacker.internal.tls")
public record InternalTlsSettings(
    @DefaultValue("") String certificate,
    @DefaultValue("") String privateKey,
    @DefaultValue("") String authorities) {

  public InternalTlsSettings {
    long given = Stream.of(certificate, privateKey, authorities).filter(s -> !s.isEmpty()).count();
    if (given != 0 && given != 3) {
      throw new IllegalArgumentException(
          "gostacker.internal.tls needs certificate, private-key and authorities, or none of them");
    }
  }

  /// Without TLS.
  public static InternalTlsSettings none() {
    return new InternalTlsSettings("", "", "");
  }

  boolean isEnabled() {
    return !certificate.isEmpty();
  }
}
