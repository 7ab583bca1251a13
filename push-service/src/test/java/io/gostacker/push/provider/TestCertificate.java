package io.gostacker.push.provider;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/// A certificate of 127.0.0.1 that is its own authority, made by the JDK's keytool.
///
/// @param certificate file, PEM
/// @param privateKey file, PKCS #8 as PEM
record TestCertificate(String certificate, String privateKey) {
  private static final String PASSWORD = "changeit";
  private static final String ALIAS = "far";

  static TestCertificate make(Path folder)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path store = folder.resolve("far.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    int status =
        new ProcessBuilder(
                (keytool
                        + " -genkeypair -alias far -keyalg EC -dname CN=127.0.0.1 -validity 2"
                        + " -ext bc:c -ext san=ip:127.0.0.1 -storetype PKCS12 -storepass "
                        + PASSWORD
                        + " -keystore "
                        + store)
                    .split(" "))
            .inheritIO()
            .start()
            .waitFor();
    if (status != 0) {
      throw new IllegalStateException("keytool failed: " + status);
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    byte[] certificate = keys.getCertificate(ALIAS).getEncoded();
    byte[] key = keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
    return new TestCertificate(
        Files.writeString(folder.resolve("far.crt"), pem("CERTIFICATE", certificate)).toString(),
        Files.writeString(folder.resolve("far.key"), pem("PRIVATE KEY", key)).toString());
  }

  static String pem(String kind, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {10}).encodeToString(bytes);
    return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
  }
}
