// Messages on their way to the page: per conversation in rising seq, each once.

/** At this bound the newest waiting message is let go: the sync that the gap causes brings it. */
const MOST_WAITING = 256;

class Timeline {
  waiting = new Map();
  askedUpTo = 0;

  constructor(cursor) {
    this.cursor = cursor;
  }

  put(message) {
    if (message.seq > this.cursor) {
      this.waiting.set(message.seq, message);
    }
    if (this.waiting.size > MOST_WAITING) {
      this.waiting.delete(Math.max(...this.waiting.keys()));
    }
  }

  release(upTo, out) {
    for (const seq of [...this.waiting.keys()].sort((a, b) => a - b)) {
      if (seq > upTo && seq > this.cursor + 1) {
        break;
      }
      const message = this.waiting.get(seq);
      this.waiting.delete(seq);
      if (seq > this.cursor) {
        this.cursor = seq;
        out(message);
      }
    }
  }
}

export class Timelines {
  #timelines = new Map();
  #gone = new Set();
  #out;

  /** @param out takes each message when it is its turn */
  constructor(out) {
    this.#out = out;
  }

  /** Begins a conversation after `cursor`, unless it is known. */
  begin(conversationId, cursor) {
    if (!this.#timelines.has(conversationId)) {
      this.#timelines.set(conversationId, new Timeline(cursor));
    }
  }

  cursor(conversationId) {
    return this.#of(conversationId).cursor;
  }

  /** Whether a message waits for one that is missing. */
  get gap() {
    return [...this.#timelines.values()].some(timeline => timeline.waiting.size > 0);
  }

  live(message) {
    this.#gone.delete(message.conversationId);
    const timeline = this.#of(message.conversationId);
    timeline.put(message);
    timeline.release(0, this.#out);
  }

  /** The cursors for a sync that is about to be asked. */
  ask() {
    const cursors = {};
    for (const [id, timeline] of this.#timelines) {
      timeline.askedUpTo = Math.max(0, ...timeline.waiting.keys());
      if (!this.#gone.has(id)) {
        cursors[id] = timeline.cursor;
      }
    }
    return cursors;
  }

  /**
   * Takes an answer to ask(): it shows what exists, so what it leaves out is a hole for good.
   * Says whether it brought anything.
   */
  synced(answer) {
    let progress = false;
    const unfinished = new Set();
    for (const part of answer.conversations ?? []) {
      this.#gone.delete(part.conversationId);
      const timeline = this.#of(part.conversationId);
      const before = timeline.cursor;
      for (const message of part.messages) {
        if (message.seq > timeline.cursor) {
          timeline.waiting.set(message.seq, message);
        }
      }
      timeline.release(part.messages.at(-1)?.seq ?? 0, this.#out);
      progress ||= timeline.cursor > before;
      if (part.hasMore) {
        unfinished.add(part.conversationId);
      }
    }
    if (!answer.more) {
      for (const [id, timeline] of this.#timelines) {
        if (!unfinished.has(id)) {
          timeline.release(timeline.askedUpTo, this.#out);
        }
      }
    }
    for (const id of answer.gone ?? []) {
      this.#gone.add(id);
    }
    return progress;
  }

  #of(id) {
    this.begin(id, 0);
    return this.#timelines.get(id);
  }
}
