// Keeps a device connected: opens links, one after the other, until it is stopped.

import { Backoff } from './backoff.ts';
import { Link, type LinkEvents, type Shared } from './link.ts';
import type { Id } from './types.ts';

const FIRST_BACKOFF_MS = 500;
const MOST_BACKOFF_MS = 20_000;

/**
 * `connecting` until everything that was missed has been delivered, then `online`; `offline` while
 * there is no socket; `replaced` when a newer connection of the same device took its place;
 * `stopped` before the start and after the end.
 */
export type ConnectionState = 'stopped' | 'connecting' | 'online' | 'offline' | 'replaced';

export interface ConnectionEvents extends Omit<LinkEvents, 'caughtUp' | 'closed'> {
  state(state: ConnectionState): void;
}

export class Connection {
  readonly #shared: Shared;
  readonly #events: ConnectionEvents;
  readonly #backoff = new Backoff(FIRST_BACKOFF_MS, MOST_BACKOFF_MS);
  #link: Link | null = null;
  #wanted = false;
  #renewed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #state: ConnectionState = 'stopped';

  constructor(shared: Shared, events: ConnectionEvents) {
    this.#shared = shared;
    this.#events = events;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  start(): void {
    if (!this.#wanted) {
      this.#wanted = true;
      this.#open();
    }
  }

  stop(): void {
    this.#wanted = false;
    clearTimeout(this.#timer);
    this.#link?.close(1000);
    this.#become('stopped');
  }

  /** Something was put into the outbox. */
  flush(): void {
    this.#link?.beat();
  }

  sync(): void {
    this.#link?.wantSync();
  }

  /** The network may be gone. */
  probe(): void {
    this.#link?.probe();
  }

  /** The network may be back: does not wait for the end of the back-off. */
  retryNow(): void {
    if (this.#wanted && !this.#link) {
      this.#open();
    }
  }

  typing(conversationId: Id): void {
    this.#link?.typing(conversationId);
  }

  #open(): void {
    clearTimeout(this.#timer);
    this.#become('connecting');
    this.#link = new Link(this.#shared, {
      receipt: receipt => this.#events.receipt(receipt),
      typing: typing => this.#events.typing(typing),
      conversation: change => this.#events.conversation(change),
      gone: id => this.#events.gone(id),
      caughtUp: () => this.#caughtUp(),
      closed: (link, code, goodbyeAt) => this.#closed(link, code, goodbyeAt),
    });
  }

  #caughtUp(): void {
    this.#backoff.succeeded();
    this.#renewed = false;
    this.#become('online');
  }

  async #closed(link: Link, code: number, goodbyeAt: number): Promise<void> {
    if (link !== this.#link) {
      return;
    }
    this.#link = null;
    this.#shared.outbox.connectionLost();
    this.#shared.positions.connectionLost();
    if (!this.#wanted) {
      return;
    }
    if (code === 4409) {
      this.#wanted = false;
      this.#become('replaced');
      return;
    }
    this.#become('offline');
    if (code === 4401 && !(await this.#renew())) {
      this.#wanted = false;
      this.#become('stopped');
    } else if (this.#wanted && !this.#link) {
      const wait = goodbyeAt ? Math.max(0, goodbyeAt - Date.now()) : this.#backoff.jittered();
      this.#timer = setTimeout(() => this.#open(), wait);
    }
  }

  /** A socket closed as unauthenticated may have borne an old token: one renewal shows. */
  async #renew(): Promise<boolean> {
    if (this.#renewed) {
      this.#shared.session.end();
      return false;
    }
    try {
      await this.#shared.session.refresh();
      this.#renewed = true;
      return true;
    } catch {
      return this.#shared.session.current !== null;
    }
  }

  #become(state: ConnectionState): void {
    if (this.#state !== state) {
      this.#state = state;
      this.#events.state(state);
    }
  }
}
