// Signs of life of the others: receipts, and who is typing.

const TYPING_MS = 5_000;

export class Signs {
  #key;
  #receipts;
  #typing = new Map();
  #changed;

  constructor(me, changed) {
    this.#key = `gostacker.receipts.${me}`;
    this.#receipts = JSON.parse(sessionStorage.getItem(this.#key) ?? '{}');
    this.#changed = changed;
  }

  receipt(conversationId, kind, seq) {
    const held = (this.#receipts[conversationId] ??= {});
    held[kind] = Math.max(held[kind] ?? 0, seq);
    sessionStorage.setItem(this.#key, JSON.stringify(this.#receipts));
  }

  /** How far my message has come in a direct conversation: sent, delivered or read. */
  progress(conversationId, seq) {
    const held = this.#receipts[conversationId] ?? {};
    if ((held.read ?? 0) >= seq) {
      return 'read';
    }
    return (held.delivered ?? 0) >= seq ? 'delivered' : 'sent';
  }

  typed({ conversationId, userId }) {
    this.#typing.set(conversationId, { userId, until: Date.now() + TYPING_MS });
    setTimeout(this.#changed, TYPING_MS + 50);
    this.#changed();
  }

  stoppedTyping(conversationId) {
    this.#typing.delete(conversationId);
  }

  /** Who is writing there right now, or null. */
  typing(conversationId) {
    const typing = this.#typing.get(conversationId);
    return typing && typing.until > Date.now() ? typing.userId : null;
  }
}
