package io.gostacker.client.terminal;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/// The device id of a user on a server, kept in a file so that a restart is the same device.
final class DeviceFile {

  private DeviceFile() {}

  /// Reads the id, or makes one and keeps it, below `home`/.gostacker.
  static String deviceId(Path home, URI server, String username) throws IOException {
    Path folder = home.resolve(".gostacker").resolve(hash(server));
    Path file = folder.resolve("device-" + URLEncoder.encode(username, StandardCharsets.UTF_8));
    if (Files.exists(file)) {
      String kept = Files.readString(file).strip();
      if (kept.matches("[A-Za-z0-9_-]{1,64}")) {
        return kept;
      }
    }
    Files.createDirectories(folder);
    String id = UUID.randomUUID().toString();
    Files.writeString(file, id + "\n");
    return id;
  }

  private static String hash(URI server) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(server.resolve("/").toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
