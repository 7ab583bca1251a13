// Read and delivered positions: only the highest counts, and each is told again on a new connection,
// since nobody answers it.

export class Positions {
  #highest = new Map();

  put(type, conversationId, seq) {
    const key = `${type} ${conversationId}`;
    if (seq > (this.#highest.get(key)?.seq ?? 0)) {
      this.#highest.set(key, { frame: { type, conversationId, seq }, seq, told: false });
    }
  }

  connectionLost() {
    for (const position of this.#highest.values()) {
      position.told = false;
    }
  }

  /** The frames that are still to be sent. */
  take() {
    const untold = [...this.#highest.values()].filter(position => !position.told);
    for (const position of untold) {
      position.told = true;
    }
    return untold.map(position => position.frame);
  }
}
