// Messages without a final answer. They survive a reload of the tab, and go out with the same
// clientMessageId until they are answered; a conversation's go out one at a time, to keep their order.

import { randomId } from './api.js';

const MOST = 500;

export class Outbox {
  #key;
  entries = [];

  /** @param userId whose outbox; another user of this tab has another */
  constructor(userId) {
    this.#key = `gostacker.outbox.${userId}`;
    this.entries = JSON.parse(sessionStorage.getItem(this.#key) ?? '[]');
    this.connectionLost();
  }

  get full() {
    return this.entries.length >= MOST;
  }

  /** How many wait for their turn or answer. */
  get pending() {
    return this.entries.filter(entry => !entry.failed).length;
  }

  of(conversationId) {
    return this.entries.filter(entry => entry.conversationId === conversationId);
  }

  find(clientMessageId) {
    return this.entries.find(entry => entry.clientMessageId === clientMessageId);
  }

  add(conversationId, content) {
    this.entries.push({
      conversationId,
      clientMessageId: randomId(),
      content,
      writtenAt: new Date().toISOString(),
      tries: 0,
      dueAt: 0,
      failed: null,
    });
    this.#save();
  }

  /** The first of each conversation, if it may go out now. */
  due(now) {
    const seen = new Set();
    return this.entries.filter(entry => {
      if (entry.failed || seen.has(entry.conversationId)) {
        return false;
      }
      seen.add(entry.conversationId);
      return entry.dueAt <= now;
    });
  }

  postpone(entry, until) {
    entry.dueAt = until;
  }

  /** What was under way goes out again on the next connection. */
  connectionLost() {
    for (const entry of this.entries) {
      entry.dueAt = 0;
    }
  }

  remove(entry) {
    this.entries = this.entries.filter(other => other !== entry);
    this.#save();
  }

  fail(entry, why) {
    entry.failed = why;
    this.#save();
  }

  retry(entry) {
    entry.failed = null;
    entry.dueAt = 0;
    this.#save();
  }

  #save() {
    sessionStorage.setItem(this.#key, JSON.stringify(this.entries));
  }
}
