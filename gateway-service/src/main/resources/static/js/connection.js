// Keeps the tab connected: opens links, one after the other, until it is stopped.

import { Link } from './link.js';
import { Positions } from './positions.js';

const FIRST_BACKOFF_MS = 500;
const MOST_BACKOFF_MS = 20_000;

export class Connection {
  #api;
  #timelines;
  #outbox;
  #positions = new Positions();
  #on;
  #link = null;
  #wanted = false;
  #failures = 0;
  #renewed = false;
  #timer = 0;

  /** @param on receipt, typing, conversation (frames), gone(id), outbox(entry), state(online), replaced() */
  constructor(api, timelines, outbox, on) {
    this.#api = api;
    this.#timelines = timelines;
    this.#outbox = outbox;
    this.#on = {
      ...on,
      online: () => this.#caughtUp(),
      closed: (link, code) => this.#closed(link, code),
    };
    addEventListener('online', () => this.#retryNow());
    addEventListener('offline', () => this.#link?.probe());
    document.addEventListener('visibilitychange', () => document.hidden || this.#retryNow());
  }

  start() {
    this.#wanted = true;
    this.#open();
  }

  stop() {
    this.#wanted = false;
    clearTimeout(this.#timer);
    this.#link?.close(1000);
  }

  /** Something was put into the outbox. */
  flush() {
    this.#link?.beat();
  }

  read(conversationId, seq) {
    this.#positions.put('read', conversationId, seq);
  }

  delivered(conversationId, seq) {
    this.#positions.put('delivered', conversationId, seq);
  }

  typing(conversationId) {
    this.#link?.typing(conversationId);
  }

  #open() {
    clearTimeout(this.#timer);
    this.#link = new Link(this.#api, this.#timelines, this.#outbox, this.#positions, this.#on);
  }

  /** Does not wait for the end of the back-off. */
  #retryNow() {
    if (this.#wanted && !this.#link) {
      this.#open();
    }
  }

  #caughtUp() {
    this.#failures = 0;
    this.#renewed = false;
    this.#on.state(true);
  }

  async #closed(link, code) {
    if (link !== this.#link) {
      return;
    }
    this.#link = null;
    this.#outbox.connectionLost();
    this.#positions.connectionLost();
    if (!this.#wanted) {
      return;
    }
    if (code === 4409) {
      this.#wanted = false;
      this.#on.replaced();
      return;
    }
    this.#on.state(false);
    if (code === 4401 && !(await this.#renew())) {
      this.#wanted = false;
    } else if (this.#wanted && !this.#link) {
      this.#timer = setTimeout(() => this.#open(), this.#wait(link.goodbyeAt));
    }
  }

  /** A socket closed as unauthenticated may have borne an old token: one renewal shows. */
  async #renew() {
    if (this.#renewed) {
      this.#api.forget();
      this.#api.onEnded();
      return false;
    }
    try {
      await this.#api.refresh();
      this.#renewed = true;
      return true;
    } catch (error) {
      return error.status !== 401;
    }
  }

  /** What the server asked for, else exponential back-off with full jitter. */
  #wait(goodbyeAt) {
    if (goodbyeAt) {
      return Math.max(0, goodbyeAt - Date.now());
    }
    const doubled = FIRST_BACKOFF_MS * 2 ** Math.min(this.#failures++, 10);
    return Math.random() * Math.min(MOST_BACKOFF_MS, doubled);
  }
}
