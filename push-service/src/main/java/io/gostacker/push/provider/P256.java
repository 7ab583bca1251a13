package io.gostacker.push.provider;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import java.util.Arrays;

/// Public keys of P-256 as Web Push writes them: the uncompressed point, 65 bytes (SEC 1, 2.3.3).
final class P256 {
  private static final int COORDINATE = 32;
  static final int POINT = 1 + 2 * COORDINATE;

  private P256() {}

  /// @throws IllegalArgumentException if it is no point of the curve
  static ECKey key(byte[] point) {
    if (point.length != POINT || point[0] != 4) {
      throw new IllegalArgumentException("a public key of P-256 is a point of 65 bytes");
    }
    Base64URL x = Base64URL.encode(Arrays.copyOfRange(point, 1, 1 + COORDINATE));
    Base64URL y = Base64URL.encode(Arrays.copyOfRange(point, 1 + COORDINATE, POINT));
    try {
      return new ECKey.Builder(Curve.P_256, x, y).build();
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException("no point of P-256", e);
    }
  }

  static byte[] point(ECKey key) {
    byte[] point = new byte[POINT];
    point[0] = 4;
    put(key.getX().decode(), point, COORDINATE);
    put(key.getY().decode(), point, 2 * COORDINATE);
    return point;
  }

  private static void put(byte[] coordinate, byte[] point, int last) {
    System.arraycopy(coordinate, 0, point, last + 1 - coordinate.length, coordinate.length);
  }
}
