package io.gostacker.verify.bug;

import io.gostacker.verify.check.Rule;

/// Something that the product could do wrong, and by which rule that is noticed.
enum Bug {
  ANSWERS_BEFORE_IT_APPENDS(Rule.LOST),
  FORGETS_CLIENT_IDS(Rule.DUPLICATED),
  ANSWERS_WITH_ANOTHER_SEQ(Rule.TWO_CONTENTS),
  REFUSES_WHAT_IT_APPENDED(Rule.REJECTED),
  SWAPS_COMMANDS(Rule.SENDER_ORDER),
  ALTERS_A_TEXT(Rule.PHANTOM),
  REMOVES_NOBODY(Rule.NOT_REMOVED),
  HISTORY_LACKS_THE_NEWEST(Rule.READ_BACK),
  HISTORY_SWAPS_MESSAGES(Rule.TWO_CONTENTS),
  SYNC_LACKS_THE_NEWEST(Rule.MISSED),
  SYNC_FORGETS_A_CONVERSATION(Rule.INCOMPLETE),
  FORGETS_A_RECIPIENT(Rule.MISSED),
  FORGETS_THE_SENDERS_OTHER_DEVICE(Rule.MISSED),
  ALTERS_A_FRAME(Rule.TWO_CONTENTS),
  SHOWS_IT_TO_A_STRANGER(Rule.PRIVATE),
  DELIVERS_TO_WHO_HAS_LEFT(Rule.PRIVATE),
  FLUSHER_LOSES_A_ROW(Rule.LOST);

  private final Rule broken;

  Bug(Rule broken) {
    this.broken = broken;
  }

  Rule broken() {
    return broken;
  }
}
