package io.gostacker.push.provider;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A browser that has subscribed, and reads what comes (RFC 8291) with HMAC as its only tool for
/// keys.
record PlayedBrowser(ECPrivateKey key, byte[] point, byte[] auth) {

  static PlayedBrowser make() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      byte[] auth = new byte[16];
      new SecureRandom().nextBytes(auth);
      // The point is the end of the key's X.509 form.
      byte[] encoded = ((ECPublicKey) pair.getPublic()).getEncoded();
      byte[] point = Arrays.copyOfRange(encoded, encoded.length - 65, encoded.length);
      return new PlayedBrowser((ECPrivateKey) pair.getPrivate(), point, auth);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  String subscription(String endpoint) {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return """
    {"endpoint":"%s","expirationTime":null,"keys":{"p256dh":"%s","auth":"%s"}}\
    """
        .formatted(endpoint, base64.encodeToString(point), base64.encodeToString(auth));
  }

  byte[] decrypt(byte[] body) throws Exception {
    ByteBuffer buffer = ByteBuffer.wrap(body);
    byte[] salt = take(buffer, 16);
    int record = buffer.getInt();
    byte[] theirs = take(buffer, buffer.get());
    byte[] sealed = take(buffer, buffer.remaining());
    if (sealed.length > record) {
      throw new IllegalArgumentException("more than one record");
    }
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(key);
    agreement.doPhase(P256.key(theirs).toECPublicKey(), true);
    byte[] shared = hmac(auth, agreement.generateSecret());
    byte[] input = hmac(shared, bytes("WebPush: info\0"), point, theirs, new byte[] {1});
    byte[] pseudo = hmac(salt, input);
    byte[] cek = hmac(pseudo, bytes("Content-Encoding: aes128gcm\0"), new byte[] {1});
    byte[] nonce = hmac(pseudo, bytes("Content-Encoding: nonce\0"), new byte[] {1});
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(cek, 0, 16, "AES"),
        new GCMParameterSpec(128, nonce, 0, 12));
    byte[] padded = cipher.doFinal(sealed);
    int end = padded.length - 1;
    while (padded[end] == 0) {
      end--;
    }
    if (padded[end] != 2) {
      throw new IllegalArgumentException("not the last record");
    }
    return Arrays.copyOf(padded, end);
  }

  private static byte[] take(ByteBuffer buffer, int length) {
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }

  private static byte[] hmac(byte[] key, byte[]... parts) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    for (byte[] part : parts) {
      mac.update(part);
    }
    return mac.doFinal();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
