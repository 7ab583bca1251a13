package io.gostacker.meta.conversation;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.id.Ids;

/// Ids in paths: what is none stands for nothing that exists.
public final class PathIds {

  private PathIds() {}

  /// @throws Refusal `not_found`
  public static long conversation(String text) {
    return id(text, "No such conversation");
  }

  /// @throws Refusal `not_found`
  static long user(String text) {
    return id(text, "No such user");
  }

  private static long id(String text, String otherwise) {
    long id = Ids.parse(text);
    if (id == Ids.NONE) {
      throw Refusal.of(ErrorCode.NOT_FOUND, otherwise);
    }
    return id;
  }
}
