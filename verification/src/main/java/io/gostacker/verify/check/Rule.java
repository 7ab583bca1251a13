package io.gostacker.verify.check;

/// What a history may break.
public enum Rule {
  LOST("an acknowledged message stands at its seq at the end"),
  DUPLICATED("a message stands once"),
  PHANTOM("nothing stands, and nothing is shown, that was not sent as it is"),
  REJECTED("what was refused for good does not stand"),
  HOLE("seqs are dense, but where Redis lost what it had"),
  TWO_CONTENTS("at one place all see the same"),
  TWO_ANSWERS("the same client id gets the same answer"),
  SOCKET_ORDER("on one socket a conversation's frames rise, or a resync follows"),
  SENDER_ORDER("what one sends on one socket stands in that order"),
  REAL_TIME("what was acknowledged before another was sent stands before it"),
  MISSED("who stays connected gets everything, or is told to sync"),
  INCOMPLETE("after a sync every device of a member has everything"),
  PRIVATE("nobody sees what came before joining or after leaving"),
  NOT_REMOVED("an answered removal stands"),
  READ_BACK("who was told that a message stands can read it at once"),
  NOT_STORED("MySQL has what the API shows"),
  STORED_OTHERWISE("MySQL has nothing else"),
  NOT_FED("the event feed tells of every message as it stands, and of nothing else"),
  FED_ORDER("it tells of each once, those of a conversation in their order");

  private final String promise;

  Rule(String promise) {
    this.promise = promise;
  }

  /// The promise, as a sentence without its full stop.
  public String promise() {
    return promise;
  }
}
