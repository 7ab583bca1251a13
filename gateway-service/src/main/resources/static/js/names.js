// Names of users and of direct conversations, fetched once.

const ASK_AGAIN_MS = 5_000;

export class Names {
  #api;
  #me;
  #changed;
  #users = new Map();
  #peers = new Map();

  /** @param changed called when a name has come */
  constructor(api, me, changed) {
    this.#api = api;
    this.#me = me;
    this.#changed = changed;
  }

  /** A user's name, … until it is known. */
  user(userId) {
    if (!userId) {
      return 'somebody';
    }
    return this.#once(this.#users, userId, async () => {
      const user = await this.#api.user(userId);
      return user.nickname || user.username;
    }) ?? '…';
  }

  /** What a conversation is called: its name, or the other one's. */
  conversation({ conversationId, type, name }) {
    if (type !== 'direct') {
      return name || 'Group without a name';
    }
    const peer = this.#once(this.#peers, conversationId, async () => {
      const { items } = await this.#api.members(conversationId);
      return (items.find(member => member.userId !== this.#me) ?? items[0])?.userId;
    });
    return peer ? this.user(peer) : '…';
  }

  #once(known, key, fetch) {
    if (!known.has(key)) {
      known.set(key, null);
      fetch().then(
        value => {
          known.set(key, value);
          this.#changed();
        },
        () => setTimeout(() => known.delete(key), ASK_AGAIN_MS),
      );
    }
    return known.get(key);
  }
}
