package io.gostacker.common.web;

import io.gostacker.common.error.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// `limit` and `cursor` as the contract has them.
public final class Paging {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;
  private static final int MAX_CURSOR = 512;
  private static final int SCOPE_BYTES = Integer.BYTES;

  private Paging() {}

  /// The limit that the parameter says: 1 to 200, 50 when it is absent.
  public static int limit(@Nullable String parameter) {
    return limit(parameter, MAX_LIMIT);
  }

  /// The limit that the parameter says: 1 to `most`, 50 when it is absent.
  public static int limit(@Nullable String parameter, int most) {
    return number("limit", parameter, DEFAULT_LIMIT, 1, most);
  }

  /// The number that a parameter says.
  ///
  /// @param absent the number when there is none
  /// @param least at least 0
  /// @param most below 10,000
  /// @throws Refusal `validation_failed`
  public static int number(
      String name, @Nullable String parameter, int absent, int least, int most) {
    if (parameter == null) {
      return absent;
    }
    boolean digits = !parameter.isEmpty() && parameter.chars().allMatch(c -> c >= '0' && c <= '9');
    int number = digits && parameter.length() <= 4 ? Integer.parseInt(parameter) : -1;
    if (number < least || number > most) {
      throw Refusal.invalid(name, "must be a whole number from " + least + " to " + most);
    }
    return number;
  }

  /// A cursor that stands for `position` in the list that `scope` names.
  public static String cursor(String scope, String position) {
    byte[] text = position.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(SCOPE_BYTES + text.length);
    bytes.putInt(scope.hashCode()).put(text);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /// The position that a cursor of the same list stands for; null when the parameter is absent.
  ///
  /// @throws Refusal `validation_failed` if it is no cursor or one of another list
  public static @Nullable String position(String scope, @Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    if (cursor.length() <= MAX_CURSOR) {
      try {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
        if (bytes.remaining() >= SCOPE_BYTES && bytes.getInt() == scope.hashCode()) {
          return StandardCharsets.UTF_8.decode(bytes).toString();
        }
      } catch (IllegalArgumentException e) {
        throw foreign();
      }
    }
    throw foreign();
  }

  /// The refusal of a cursor that does not belong here.
  public static Refusal foreign() {
    return Refusal.invalid("cursor", "must be the nextCursor of the page before");
  }
}
