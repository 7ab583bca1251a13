// Messages without a final answer. They outlive the page by the storage, and go out with the same
// clientMessageId until they are answered; a conversation's go out one at a time, to keep their order.

import { GoStackerError } from './errors.ts';
import { randomId } from './random.ts';
import type { Content, Id, Message } from './types.ts';

/** A message that is on its way, or was refused. */
export interface OutboxEntry {
  readonly conversationId: Id;
  readonly clientMessageId: string;
  readonly content: Content;
  /** When it was written, RFC 3339, by the clock of the device. */
  readonly writtenAt: string;
  /** Why it was refused for good; null while it waits. */
  failed: { code: string; message: string } | null;
}

interface Waiting {
  entry: OutboxEntry;
  dueAt: number;
  tries: number;
  done: (message: Message) => void;
  refused: (error: GoStackerError) => void;
}

const nothing = () => {};

export class Outbox {
  #waiting: Waiting[] = [];

  /** @param changed is called with all entries whenever they differ */
  constructor(
    private readonly most: number,
    private readonly changed: (entries: OutboxEntry[]) => void,
  ) {}

  /** What was there before the page was left. */
  restore(entries: OutboxEntry[]): void {
    const known = new Set(this.#waiting.map(each => each.entry.clientMessageId));
    const restored = entries.filter(entry => !known.has(entry.clientMessageId));
    this.#waiting.unshift(
      ...restored.map(entry => ({ entry, dueAt: 0, tries: 0, done: nothing, refused: nothing })),
    );
  }

  get entries(): OutboxEntry[] {
    return this.#waiting.map(each => each.entry);
  }

  /** Throws when too much waits already. */
  add(conversationId: Id, content: Content): { entry: OutboxEntry; outcome: Promise<Message> } {
    if (this.#waiting.length >= this.most) {
      throw new GoStackerError(0, 'outbox_full', `${this.most} messages wait already.`);
    }
    const entry: OutboxEntry = {
      conversationId,
      clientMessageId: randomId(),
      content,
      writtenAt: new Date().toISOString(),
      failed: null,
    };
    const outcome = new Promise<Message>((done, refused) => {
      this.#waiting.push({ entry, dueAt: 0, tries: 0, done, refused });
    });
    outcome.catch(nothing); // whoever does not ask for it need not handle it
    this.#save();
    return { entry, outcome };
  }

  /** The first of each conversation, if it may go out now. Each is then under way until `until`. */
  takeDue(now: number, until: number): OutboxEntry[] {
    const seen = new Set<Id>();
    const due: OutboxEntry[] = [];
    for (const each of this.#waiting) {
      const { conversationId, failed } = each.entry;
      if (!failed && !seen.has(conversationId)) {
        seen.add(conversationId);
        if (each.dueAt <= now) {
          each.dueAt = until;
          due.push(each.entry);
        }
      }
    }
    return due;
  }

  /** What was under way goes out again on the next connection. */
  connectionLost(): void {
    for (const each of this.#waiting) {
      each.dueAt = 0;
    }
  }

  find(clientMessageId: string | undefined): OutboxEntry | undefined {
    return this.#find(clientMessageId)?.entry;
  }

  /** Its outcome is open: it goes out again after `pause(tries so far)`. */
  postpone(entry: OutboxEntry, pause: (tries: number) => number): void {
    const waiting = this.#find(entry.clientMessageId);
    if (waiting) {
      waiting.dueAt = Date.now() + pause(waiting.tries++);
    }
  }

  stands(message: Message): void {
    const waiting = this.#find(message.clientMessageId);
    if (waiting) {
      this.remove(waiting.entry);
      waiting.done(message);
    }
  }

  fail(entry: OutboxEntry, code: string, message: string): void {
    entry.failed = { code, message };
    this.#save();
    this.#find(entry.clientMessageId)?.refused(new GoStackerError(0, code, message));
  }

  retry(entry: OutboxEntry): void {
    entry.failed = null;
    const waiting = this.#find(entry.clientMessageId);
    if (waiting) {
      waiting.dueAt = 0;
    }
    this.#save();
  }

  remove(entry: OutboxEntry): void {
    this.#waiting = this.#waiting.filter(
      each => each.entry.clientMessageId !== entry.clientMessageId,
    );
    this.#save();
  }

  #find(clientMessageId: string | undefined): Waiting | undefined {
    return this.#waiting.find(each => each.entry.clientMessageId === clientMessageId);
  }

  #save(): void {
    this.changed(this.entries);
  }
}
