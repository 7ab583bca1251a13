package io.gostacker.meta.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Signing keys as files: one private RSA JWK each, readable by their owner only. A key's place in
/// the order of file names says how new it is.
final class KeyFolder {
  private static final String SETTING = "gostacker.token.keys";
  private static final int MIN_BITS = 2048;
  private static final long MAX_FILE_BYTES = 64 * 1024;
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS").withZone(ZoneOffset.UTC);
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /// A key and since when it lies there.
  record StoredKey(RSAKey key, Instant since) {}

  private final Path folder;
  private final Clock clock;

  KeyFolder(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /// All keys, oldest first; empty when there is no folder.
  ///
  /// @throws IllegalStateException if a file is no usable key; names the file and the setting
  List<StoredKey> read() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      List<StoredKey> keys = new ArrayList<>();
      for (Path file : entries.filter(KeyFolder::isKey).sorted().toList()) {
        keys.add(new StoredKey(parse(file), Files.getLastModifiedTime(file).toInstant()));
      }
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException(SETTING + ": " + folder + " cannot be read", e);
    }
  }

  /// Makes a key. It is complete before it has its name, so no reader sees half of it.
  void generate() {
    try {
      RSAKey key =
          new RSAKeyGenerator(MIN_BITS)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.RS256)
              .keyIDFromThumbprint(true)
              .generate();
      Files.createDirectories(folder, OWNER_ONLY_FOLDER);
      Path unfinished = Files.createTempFile(folder, "new-", ".tmp", OWNER_ONLY);
      Files.writeString(unfinished, key.toJSONString());
      String name = NAME.format(clock.instant()) + "-" + key.getKeyID().substring(0, 8) + ".json";
      Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(SETTING + ": no key can be written to " + folder, e);
    } catch (JOSEException e) {
      throw new IllegalStateException("This JDK cannot make RSA keys", e);
    }
  }

  private static boolean isKey(Path file) {
    return file.getFileName().toString().endsWith(".json") && Files.isRegularFile(file);
  }

  private static RSAKey parse(Path file) throws IOException {
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw unusable(file, "is too large");
    }
    try {
      if (!(JWK.parse(Files.readString(file)) instanceof RSAKey key) || !key.isPrivate()) {
        throw unusable(file, "is no private RSA key");
      }
      if (key.getKeyID() == null) {
        throw unusable(file, "has no \"kid\"");
      }
      if (key.size() < MIN_BITS) {
        throw unusable(file, "is weaker than " + MIN_BITS + " bits");
      }
      return key;
    } catch (ParseException e) {
      throw unusable(file, "is no JWK"); // without the cause: it may quote the key
    }
  }

  private static IllegalStateException unusable(Path file, String why) {
    return new IllegalStateException(SETTING + ": " + file + " " + why);
  }
}
