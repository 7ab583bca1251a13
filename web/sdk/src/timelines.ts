// Messages on their way to the app: per conversation in rising seq, each once.

import type { Cursors, Id, Message, SyncAnswer } from './types.ts';

/** At this bound the newest waiting message is let go: the sync that the gap causes brings it. */
const MOST_WAITING = 256;

class Timeline {
  readonly waiting = new Map<number, Message>();
  askedUpTo = 0;

  constructor(public cursor: number) {}

  put(message: Message): void {
    if (message.seq > this.cursor) {
      this.waiting.set(message.seq, message);
    }
    if (this.waiting.size > MOST_WAITING) {
      this.waiting.delete(Math.max(...this.waiting.keys()));
    }
  }

  /** Lets out what follows the cursor without a gap and, gaps or not, everything up to `upTo`. */
  release(upTo: number, out: (message: Message) => void): void {
    for (const seq of [...this.waiting.keys()].sort((a, b) => a - b)) {
      if (seq > upTo && seq > this.cursor + 1) {
        break;
      }
      const message = this.waiting.get(seq) as Message;
      this.waiting.delete(seq);
      if (seq > this.cursor) {
        this.cursor = seq;
        out(message);
      }
    }
  }
}

export class Timelines {
  readonly #timelines = new Map<Id, Timeline>();
  readonly #gone = new Set<Id>();

  /** @param out takes each message when it is its turn */
  constructor(private readonly out: (message: Message) => void) {}

  /** Begins a conversation after `cursor`, unless it is known. */
  begin(conversationId: Id, cursor: number): void {
    if (!this.#timelines.has(conversationId)) {
      this.#timelines.set(conversationId, new Timeline(cursor));
    }
  }

  /** Leaves out what lies between the cursor and `cursor`. */
  skipTo(conversationId: Id, cursor: number): void {
    const timeline = this.#of(conversationId);
    timeline.cursor = Math.max(timeline.cursor, cursor);
    timeline.release(0, this.out);
  }

  knows(conversationId: Id): boolean {
    return this.#timelines.has(conversationId);
  }

  cursor(conversationId: Id): number {
    return this.#timelines.get(conversationId)?.cursor ?? 0;
  }

  /** Whether a message waits for one that is missing. */
  get gap(): boolean {
    for (const timeline of this.#timelines.values()) {
      if (timeline.waiting.size > 0) {
        return true;
      }
    }
    return false;
  }

  live(message: Message): void {
    this.#gone.delete(message.conversationId);
    const timeline = this.#of(message.conversationId);
    timeline.put(message);
    timeline.release(0, this.out);
  }

  /** The cursors for a sync that is about to be asked. */
  ask(): Cursors {
    const cursors: Cursors = {};
    for (const [id, timeline] of this.#timelines) {
      timeline.askedUpTo = Math.max(0, ...timeline.waiting.keys());
      if (!this.#gone.has(id)) {
        cursors[id] = timeline.cursor;
      }
    }
    return cursors;
  }

  /**
   * Takes an answer to `ask`. It shows what exists, so what it leaves out is a hole for good. Says
   * whether it brought anything.
   */
  synced(answer: SyncAnswer): boolean {
    let progress = false;
    const unfinished = new Set<Id>();
    for (const part of answer.conversations) {
      this.#gone.delete(part.conversationId);
      const timeline = this.#of(part.conversationId);
      const before = timeline.cursor;
      for (const message of part.messages) {
        if (message.seq > timeline.cursor) {
          timeline.waiting.set(message.seq, message);
        }
      }
      timeline.release(part.messages.at(-1)?.seq ?? 0, this.out);
      progress ||= timeline.cursor > before;
      if (part.hasMore) {
        unfinished.add(part.conversationId);
      }
    }
    if (!answer.more) {
      for (const [id, timeline] of this.#timelines) {
        if (!unfinished.has(id)) {
          timeline.release(timeline.askedUpTo, this.out);
        }
      }
    }
    for (const id of answer.gone ?? []) {
      this.#gone.add(id);
    }
    return progress;
  }

  #of(id: Id): Timeline {
    this.begin(id, 0);
    return this.#timelines.get(id) as Timeline;
  }
}
