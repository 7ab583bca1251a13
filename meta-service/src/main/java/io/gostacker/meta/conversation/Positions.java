package io.gostacker.meta.conversation;

import io.gostacker.common.id.Ids;
import io.gostacker.common.web.Paging;
import org.jspecify.annotations.Nullable;

/// Cursors that stand for the last id of the page before.
final class Positions {

  private Positions() {}

  /// The id that the cursor stands for; 0 when there is none.
  ///
  /// @throws io.gostacker.common.error.Refusal `validation_failed` if it belongs elsewhere
  static long after(String scope, @Nullable String cursor) {
    String position = Paging.position(scope, cursor);
    long after = position == null ? Ids.NONE : Ids.parse(position);
    if (position != null && after == Ids.NONE) {
      throw Paging.foreign();
    }
    return after;
  }
}
