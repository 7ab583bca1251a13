package io.gostacker.push.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts for one browser alone (RFC 8291: `aes128gcm` of RFC 8188, in one record). Thread-safe.
final class MessageEncryption {
  private static final int SALT = 16;
  private static final int KEY = 16;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final int RECORD = 4096;
  private static final int HEADER = SALT + 4 + 1 + P256.POINT;
  private static final byte LAST_RECORD = 2;

  private final SecureRandom random;

  MessageEncryption(SecureRandom random) {
    this.random = random;
  }

  /// A body of `Content-Encoding: aes128gcm`, with a key pair and a salt of its own.
  byte[] encrypt(byte[] text, Subscription to) {
    try {
      byte[] salt = new byte[SALT];
      random.nextBytes(salt);
      ECKey pair = new ECKeyGenerator(Curve.P_256).secureRandom(random).generate();
      return encrypt(text, to, pair, salt);
    } catch (GeneralSecurityException | JOSEException e) {
      throw new IllegalStateException(e); // every JDK has all of it
    }
  }

  static byte[] encrypt(byte[] text, Subscription to, ECKey pair, byte[] salt)
      throws GeneralSecurityException, JOSEException {
    byte[] ours = P256.point(pair);
    byte[] shared =
        derive(agree(pair, to.key()), to.secret(), info(P256.point(to.key()), ours), 32);
    byte[] key = derive(shared, salt, info("Content-Encoding: aes128gcm"), KEY);
    byte[] nonce = derive(shared, salt, info("Content-Encoding: nonce"), NONCE);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    byte[] record = Arrays.copyOf(text, text.length + 1);
    record[text.length] = LAST_RECORD;
    byte[] sealed = cipher.doFinal(record);
    return ByteBuffer.allocate(HEADER + sealed.length)
        .put(salt)
        .putInt(RECORD)
        .put((byte) ours.length)
        .put(ours)
        .put(sealed)
        .array();
  }

  private static byte[] agree(ECKey ours, ECKey theirs)
      throws GeneralSecurityException, JOSEException {
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(ours.toECPrivateKey());
    agreement.doPhase(theirs.toECPublicKey(), true);
    return agreement.generateSecret();
  }

  private static byte[] derive(byte[] secret, byte[] salt, byte[] info, int length)
      throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(
            HKDFParameterSpec.ofExtract().addIKM(secret).addSalt(salt).thenExpand(info, length));
  }

  private static byte[] info(byte[] theirs, byte[] ours) {
    byte[] name = info("WebPush: info");
    return ByteBuffer.allocate(name.length + theirs.length + ours.length)
        .put(name)
        .put(theirs)
        .put(ours)
        .array();
  }

  /// The name and a zero byte.
  private static byte[] info(String name) {
    return (name + "\0").getBytes(StandardCharsets.US_ASCII);
  }
}
