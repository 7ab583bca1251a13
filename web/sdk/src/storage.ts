// What a device keeps between two starts: cursors with the messages below them, the outbox, the list.

import type { OutboxEntry } from './outbox.ts';
import type { Conversation, Cursors, Id, Message } from './types.ts';

export interface Kept {
  cursors: Cursors;
  outbox: OutboxEntry[];
  conversations: Conversation[];
}

export interface KeptHistory {
  /** Newest first. */
  items: Message[];
  /** Whether nothing older exists that is not here. */
  whole: boolean;
}

/**
 * Of each conversation it keeps one stretch without gaps, which ends at the cursor. A cursor is never
 * kept without the messages that it says were seen.
 */
export interface ClientStorage {
  load(): Promise<Kept>;
  /** Messages as they were handed to the app, in order; moves the cursors. */
  putMessages(messages: Message[]): Promise<void>;
  /** Drops the stretch and begins a new one behind `cursor`. */
  skipTo(conversationId: Id, cursor: number): Promise<void>;
  /** A page of history below `before`, newest first; kept where it adjoins the stretch. */
  putHistory(conversationId: Id, before: number, items: Message[], whole: boolean): Promise<void>;
  /** What of the `limit` messages below `before` is kept. */
  history(conversationId: Id, before: number, limit: number): Promise<KeptHistory>;
  putOutbox(entries: OutboxEntry[]): Promise<void>;
  putConversations(conversations: Conversation[]): Promise<void>;
  /** Drops what is kept of a conversation that is no longer one's own. */
  forget(conversationId: Id): Promise<void>;
  /** Drops everything. */
  clear(): Promise<void>;
  close(): void;
}

/** The kept stretch: `from` to `to`, both included; empty when `from` is `to + 1`. */
export interface Stretch {
  conversationId: Id;
  from: number;
  to: number;
  whole: boolean;
}

/** The stretch when `message` has been handed over behind it. */
export function extended(stretch: Stretch | undefined, message: Message): Stretch {
  const { conversationId, seq } = message;
  if (!stretch) {
    return { conversationId, from: seq, to: seq, whole: seq === 1 };
  }
  return { ...stretch, to: Math.max(stretch.to, seq) };
}

/** The stretch with a page of history before it, or null where the page does not adjoin it. */
export function withHistory(
  stretch: Stretch | undefined,
  before: number,
  items: Message[],
  whole: boolean,
): Stretch | null {
  if (!stretch || before < stretch.from || before > stretch.to + 1) {
    return null;
  }
  const from = Math.min(stretch.from, items.at(-1)?.seq ?? before);
  return { ...stretch, from, whole: stretch.whole || whole };
}

/** Keeps as long as the program runs. */
export class MemoryStorage implements ClientStorage {
  readonly #stretches = new Map<Id, Stretch>();
  readonly #messages = new Map<Id, Map<number, Message>>();
  #outbox: OutboxEntry[] = [];
  #conversations: Conversation[] = [];

  async load(): Promise<Kept> {
    const cursors: Cursors = {};
    for (const { conversationId, to } of this.#stretches.values()) {
      cursors[conversationId] = to;
    }
    return structuredClone({
      cursors,
      outbox: this.#outbox,
      conversations: this.#conversations,
    });
  }

  async putMessages(messages: Message[]): Promise<void> {
    for (const message of messages) {
      const id = message.conversationId;
      this.#stretches.set(id, extended(this.#stretches.get(id), message));
      this.#of(id).set(message.seq, message);
    }
  }

  async skipTo(conversationId: Id, cursor: number): Promise<void> {
    this.#messages.delete(conversationId);
    const stretch = { conversationId, from: cursor + 1, to: cursor, whole: cursor === 0 };
    this.#stretches.set(conversationId, stretch);
  }

  async putHistory(id: Id, before: number, items: Message[], whole: boolean): Promise<void> {
    const stretch = withHistory(this.#stretches.get(id), before, items, whole);
    if (stretch) {
      this.#stretches.set(id, stretch);
      for (const message of items) {
        this.#of(id).set(message.seq, message);
      }
    }
  }

  async history(id: Id, before: number, limit: number): Promise<KeptHistory> {
    const stretch = this.#stretches.get(id);
    if (!stretch || before > stretch.to + 1) {
      return { items: [], whole: false };
    }
    const older = [...this.#of(id).values()].filter(message => message.seq < before);
    const items = older.sort((a, b) => b.seq - a.seq).slice(0, limit);
    return { items, whole: stretch.whole && items.length === older.length };
  }

  async putOutbox(entries: OutboxEntry[]): Promise<void> {
    this.#outbox = structuredClone(entries);
  }

  async putConversations(conversations: Conversation[]): Promise<void> {
    this.#conversations = structuredClone(conversations);
  }

  async forget(conversationId: Id): Promise<void> {
    this.#messages.delete(conversationId);
    this.#stretches.delete(conversationId);
  }

  async clear(): Promise<void> {
    this.#messages.clear();
    this.#stretches.clear();
    this.#outbox = [];
    this.#conversations = [];
  }

  close(): void {}

  #of(id: Id): Map<number, Message> {
    let messages = this.#messages.get(id);
    if (!messages) {
      messages = new Map();
      this.#messages.set(id, messages);
    }
    return messages;
  }
}
