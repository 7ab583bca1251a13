// One WebSocket, from its opening to its end: greets, syncs, sends what is due, notices silence.

import { Backoff } from './backoff.ts';
import { leavesOutcomeOpen } from './errors.ts';
import type { Outbox } from './outbox.ts';
import type { Positions } from './positions.ts';
import type { Session } from './session.ts';
import type { Timelines } from './timelines.ts';
import type { ConversationChange, Id, Message, Receipt, SyncAnswer, Typing } from './types.ts';

const ANSWER_MS = 10_000;
const GAP_GRACE_MS = 300;
const PROBE_MS = 4_000;
const BEAT_MS = 250;
const SYNC_LIMIT = 200;
const RESEND_FIRST_MS = 200;
const RESEND_MOST_MS = 10_000;

/** What a connection's links share. */
export interface Shared {
  session: Session;
  timelines: Timelines;
  outbox: Outbox;
  positions: Positions;
  openSocket: () => WebSocket;
}

/** What a link tells. */
export interface LinkEvents {
  receipt(receipt: Receipt): void;
  typing(typing: Typing): void;
  conversation(change: ConversationChange): void;
  gone(conversationId: Id): void;
  /** Everything that was missed has been delivered. */
  caughtUp(): void;
  /** The last that is called. */
  closed(link: Link, code: number, goodbyeAt: number): void;
}

interface Frame {
  type: string;
  ref?: string;
}

interface ErrorFrame extends Frame {
  clientMessageId?: string;
  code: string;
  message: string;
  retryAfterMs?: number;
}

export class Link {
  readonly #shared: Shared;
  readonly #events: LinkEvents;
  readonly #socket: WebSocket;
  readonly #tick: ReturnType<typeof setInterval>;
  readonly #opened = Date.now();
  readonly #syncBackoff = new Backoff(500, 30_000);
  #welcomed = false;
  #online = false;
  #ended = false;
  #heartbeat = 30_000;
  #heard = Date.now();
  #said = Date.now();
  #gapSince = 0;
  #sync: { ref: string; by: number } | null = null;
  #syncWanted = true;
  #syncAfter = 0;
  #asked = 0;
  #goodbyeAt = 0;

  constructor(shared: Shared, events: LinkEvents) {
    this.#shared = shared;
    this.#events = events;
    this.#socket = shared.openSocket();
    this.#socket.onopen = () => this.#greet();
    this.#socket.onmessage = event => {
      this.#heard = Date.now();
      this.#handle(JSON.parse(String(event.data)));
    };
    this.#socket.onclose = event => this.close(event.code);
    this.#socket.onerror = () => {}; // onclose follows
    this.#tick = setInterval(() => this.beat(), BEAT_MS);
  }

  /** Ends it, as if the server had closed with that code. */
  close(code: number): void {
    if (this.#ended) {
      return;
    }
    this.#ended = true;
    clearInterval(this.#tick);
    this.#socket.onopen = null;
    this.#socket.onmessage = null;
    this.#socket.onclose = null;
    this.#socket.close();
    this.#events.closed(this, code, this.#goodbyeAt);
  }

  /** The network may be gone: only an answer within a few seconds shows that it is not. */
  probe(): void {
    if (this.#welcomed) {
      this.#say({ type: 'ping' });
      this.#heard = Math.min(this.#heard, Date.now() - 2 * this.#heartbeat + PROBE_MS);
    }
  }

  typing(conversationId: Id): void {
    if (this.#online) {
      this.#say({ type: 'typing', conversationId });
    }
  }

  /** Asks for everything newer than the cursors, soon. */
  wantSync(): void {
    this.#syncWanted = true;
  }

  async #greet(): Promise<void> {
    try {
      const token = await this.#shared.session.token();
      const deviceId = this.#shared.session.current?.deviceId;
      this.#say({ type: 'hello', token, deviceId });
    } catch {
      this.close(1006);
    }
  }

  #say(frame: object): void {
    if (this.#socket.readyState === 1) {
      this.#socket.send(JSON.stringify(frame));
      this.#said = Date.now();
    }
  }

  /** Four times a second, and whenever there is something new: what is due. */
  beat(): void {
    const now = Date.now();
    if (this.#ended) {
      return;
    }
    if (!this.#welcomed) {
      if (now - this.#opened > ANSWER_MS) {
        this.close(1006);
      }
    } else if (now - this.#heard > 2 * this.#heartbeat || (this.#sync && now > this.#sync.by)) {
      this.close(1006);
    } else if (this.#goodbyeAt) {
      if (now >= this.#goodbyeAt) {
        this.close(1012);
      }
    } else {
      if (now - this.#said >= this.#heartbeat / 2) {
        this.#say({ type: 'ping' });
      }
      this.#sayWhatIsDue(now);
    }
  }

  #sayWhatIsDue(now: number): void {
    const { timelines, outbox, positions } = this.#shared;
    if (this.#gapSince && now - this.#gapSince > GAP_GRACE_MS) {
      this.#gapSince = 0;
      this.#syncWanted = true;
    }
    if (this.#syncWanted && !this.#sync && now >= this.#syncAfter) {
      this.#syncWanted = false;
      this.#sync = { ref: `sync-${++this.#asked}`, by: now + ANSWER_MS };
      const { ref } = this.#sync;
      this.#say({ type: 'sync', ref, cursors: timelines.ask(), limit: SYNC_LIMIT });
    }
    for (const entry of outbox.takeDue(now, now + ANSWER_MS)) {
      const { conversationId, clientMessageId, content } = entry;
      this.#say({ type: 'send', ref: clientMessageId, conversationId, clientMessageId, content });
    }
    for (const frame of positions.take()) {
      this.#say(frame);
    }
  }

  #handle(frame: Frame): void {
    switch (frame.type) {
      case 'welcome':
        this.#welcomed = true;
        this.#heartbeat = ((frame as { heartbeatSeconds?: number }).heartbeatSeconds || 30) * 1000;
        this.beat();
        break;
      case 'message':
        this.#arrived(frame as unknown as Message);
        break;
      case 'sent':
        this.#sent(frame as unknown as Message);
        break;
      case 'synced':
        this.#synced(frame as Frame & SyncAnswer);
        break;
      case 'resync':
        this.wantSync();
        break;
      case 'goodbye':
        this.#goodbyeAt =
          Date.now() + ((frame as { reconnectAfterMs?: number }).reconnectAfterMs ?? 0);
        break;
      case 'error':
        this.#failed(frame as ErrorFrame);
        break;
      case 'receipt':
        this.#events.receipt(frame as unknown as Receipt);
        break;
      case 'typing':
        this.#events.typing(frame as unknown as Typing);
        break;
      case 'conversation':
        this.#events.conversation(frame as unknown as ConversationChange);
        break;
    }
  }

  #arrived(message: Message): void {
    this.#shared.timelines.live(message);
    this.#noteGap();
  }

  #noteGap(): void {
    this.#gapSince = this.#shared.timelines.gap ? this.#gapSince || Date.now() : 0;
  }

  #sent(frame: Pick<Message, 'clientMessageId' | 'seq' | 'sentAt'>): void {
    const { outbox, session } = this.#shared;
    const entry = outbox.find(frame.clientMessageId);
    if (entry) {
      const { conversationId, clientMessageId, content } = entry;
      const { seq, sentAt } = frame;
      const senderId = session.userId;
      const message = { conversationId, seq, senderId, clientMessageId, content, sentAt };
      outbox.stands(message);
      this.#arrived(message);
      this.beat();
    }
  }

  #synced(frame: Frame & SyncAnswer): void {
    if (frame.ref !== this.#sync?.ref) {
      return;
    }
    this.#sync = null;
    this.#syncBackoff.succeeded();
    const progress = this.#shared.timelines.synced(frame);
    for (const id of frame.gone ?? []) {
      this.#events.gone(id);
    }
    this.#noteGap();
    if (frame.more || frame.conversations.some(part => part.hasMore)) {
      this.#syncWanted = true;
      this.#syncAfter = progress ? 0 : Date.now() + 1_000;
      this.beat();
    } else if (!this.#online) {
      this.#online = true;
      this.#events.caughtUp();
    }
  }

  #failed({ ref, clientMessageId, code, message, retryAfterMs = 0 }: ErrorFrame): void {
    if (this.#sync && ref === this.#sync.ref) {
      this.#sync = null;
      this.#syncWanted = true;
      this.#syncAfter = Date.now() + this.#syncBackoff.next(retryAfterMs);
      return;
    }
    const { outbox } = this.#shared;
    const entry = outbox.find(clientMessageId ?? ref);
    if (entry && leavesOutcomeOpen(code)) {
      outbox.postpone(entry, tries =>
        Math.max(retryAfterMs, Math.min(RESEND_MOST_MS, RESEND_FIRST_MS * 2 ** tries)),
      );
    } else if (entry) {
      outbox.fail(entry, code, message || code);
      this.beat();
    }
  }
}
