// Names of users and of direct conversations, fetched once.

import type { Conversation, Id, Rest } from '@gostacker/client';
import { t } from './i18n.ts';

const ASK_AGAIN_MS = 5_000;

export class Names {
  readonly #users = new Map<Id, string | null>();
  readonly #peers = new Map<Id, string | null>();
  /** Counts the names that have come. */
  version = 0;

  /** @param changed called when a name has come */
  constructor(
    private readonly rest: Rest,
    private readonly me: Id,
    private readonly changed: () => void,
  ) {}

  /** A user's name, … until it is known. */
  user(userId: Id | undefined): string {
    if (!userId) {
      return t('somebody');
    }
    const name = this.#once(this.#users, userId, async () => {
      const user = await this.rest.user(userId);
      return user.nickname || user.username || userId;
    });
    return name ?? '…';
  }

  /** What a conversation is called: its name, or the other one's. */
  conversation({
    conversationId,
    type,
    name,
  }: Pick<Conversation, 'conversationId' | 'type' | 'name'>): string {
    if (type !== 'direct') {
      return name || t('Group without a name');
    }
    const peer = this.#once(this.#peers, conversationId, async () => {
      const { items } = await this.rest.members(conversationId, 2);
      return (items.find(member => member.userId !== this.me) ?? items[0])?.userId ?? '';
    });
    return peer ? this.user(peer) : '…';
  }

  #once(known: Map<Id, string | null>, key: Id, fetch: () => Promise<string>): string | null {
    const held = known.get(key);
    if (held !== undefined) {
      return held;
    }
    known.set(key, null);
    fetch().then(
      value => {
        known.set(key, value);
        this.version++;
        this.changed();
      },
      () => setTimeout(() => known.delete(key), ASK_AGAIN_MS),
    );
    return null;
  }
}
