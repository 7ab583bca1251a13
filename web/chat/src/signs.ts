// Signs of life of the others: receipts, and who is typing.

import type { Id, Receipt, Typing } from '@gostacker/client';

const TYPING_MS = 5_000;

export type Progress = 'sent' | 'delivered' | 'read';

export class Signs {
  readonly #key: string;
  readonly #receipts: Record<Id, Partial<Record<Receipt['kind'], number>>>;
  readonly #typing = new Map<Id, { userId: Id; until: number }>();

  constructor(
    me: Id,
    private readonly changed: () => void,
  ) {
    this.#key = `gostacker.receipts.${me}`;
    this.#receipts = JSON.parse(sessionStorage.getItem(this.#key) ?? '{}');
  }

  receipt({ conversationId, kind, seq }: Receipt): void {
    const held = this.#receipts[conversationId] ?? {};
    this.#receipts[conversationId] = { ...held, [kind]: Math.max(held[kind] ?? 0, seq) };
    sessionStorage.setItem(this.#key, JSON.stringify(this.#receipts));
  }

  /** How far the others have come in a direct conversation. */
  positions(conversationId: Id): { read: number; delivered: number } {
    const { read = 0, delivered = 0 } = this.#receipts[conversationId] ?? {};
    return { read, delivered };
  }

  typed({ conversationId, userId }: Typing): void {
    this.#typing.set(conversationId, { userId, until: Date.now() + TYPING_MS });
    setTimeout(this.changed, TYPING_MS + 50);
    this.changed();
  }

  stoppedTyping(conversationId: Id): void {
    this.#typing.delete(conversationId);
  }

  /** Who is writing there right now, or null. */
  typing(conversationId: Id): Id | null {
    const typing = this.#typing.get(conversationId);
    return typing && typing.until > Date.now() ? typing.userId : null;
  }
}
