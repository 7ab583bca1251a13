// One WebSocket, from its opening to its end: greets, syncs, sends what is due, notices silence.

const ANSWER_MS = 10_000;
const GAP_GRACE_MS = 300;
const PROBE_MS = 4_000;
const TRY_AGAIN = new Set(['unavailable', 'overloaded', 'internal', 'rate_limited']);

/** Doubles from `first` with each failure, up to `most`; never less than the server's wish. */
function pause(first, most, failures, wish = 0) {
  return Date.now() + Math.max(wish, Math.min(most, first * 2 ** Math.min(failures, 10)));
}

export class Link {
  /** Whether everything missed has been delivered. */
  online = false;
  /** When the server wants to be asked again, after a goodbye. */
  goodbyeAt = 0;

  #api;
  #timelines;
  #outbox;
  #positions;
  #on;
  #socket;
  #tick;
  #welcomed = false;
  #heartbeat = 30_000;
  #opened = Date.now();
  #heard = Date.now();
  #said = Date.now();
  #gapSince = 0;
  #sync = null;
  #syncWanted = true;
  #syncAfter = 0;
  #syncFailures = 0;
  #asked = 0;

  /** @param on as in Connection, and closed(link, code, reason), the last that is called */
  constructor(api, timelines, outbox, positions, on) {
    this.#api = api;
    this.#timelines = timelines;
    this.#outbox = outbox;
    this.#positions = positions;
    this.#on = on;
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    this.#socket = new WebSocket(`${scheme}://${location.host}/api/v1/ws`, 'gostacker.v1+json');
    this.#socket.onopen = () => this.#greet();
    this.#socket.onmessage = event => {
      this.#heard = Date.now();
      this.#handle(JSON.parse(event.data));
    };
    this.#socket.onclose = event => this.close(event.code, event.reason);
    this.#tick = setInterval(() => this.beat(), 250);
  }

  /** Ends it, as if the server had closed with that code. */
  close(code, reason = '') {
    clearInterval(this.#tick);
    this.#socket.onopen = null;
    this.#socket.onmessage = null;
    this.#socket.onclose = null;
    this.#socket.close();
    this.#on.closed(this, code, reason);
  }

  /** The network may be gone: only an answer within a few seconds shows that it is not. */
  probe() {
    if (this.#welcomed) {
      this.#say({ type: 'ping' });
      this.#heard = Math.min(this.#heard, Date.now() - 2 * this.#heartbeat + PROBE_MS);
    }
  }

  typing(conversationId) {
    if (this.online) {
      this.#say({ type: 'typing', conversationId });
    }
  }

  async #greet() {
    try {
      const token = await this.#api.token();
      this.#say({ type: 'hello', token, deviceId: this.#api.session.deviceId });
    } catch {
      this.close(1006, 'no token');
    }
  }

  #say(frame) {
    if (this.#socket.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(frame));
      this.#said = Date.now();
    }
  }

  /** Four times a second, and whenever there is something new: what is due. */
  beat() {
    const now = Date.now();
    if (!this.#welcomed) {
      if (now - this.#opened > ANSWER_MS) {
        this.close(1006, 'no answer');
      }
    } else if (now - this.#heard > 2 * this.#heartbeat || (this.#sync && now > this.#sync.by)) {
      this.close(1006, 'no answer');
    } else if (this.goodbyeAt && now >= this.goodbyeAt) {
      this.close(1012, 'draining');
    } else {
      if (now - this.#said >= this.#heartbeat / 2) {
        this.#say({ type: 'ping' });
      }
      if (!this.goodbyeAt) {
        this.#sayWhatIsDue(now);
      }
    }
  }

  #sayWhatIsDue(now) {
    if (this.#gapSince && now - this.#gapSince > GAP_GRACE_MS) {
      this.#gapSince = 0;
      this.#syncWanted = true;
    }
    if (this.#syncWanted && !this.#sync && now >= this.#syncAfter) {
      this.#syncWanted = false;
      this.#sync = { ref: `sync-${++this.#asked}`, by: now + ANSWER_MS };
      this.#say({ type: 'sync', ref: this.#sync.ref, cursors: this.#timelines.ask(), limit: 200 });
    }
    for (const entry of this.#outbox.due(now)) {
      const { conversationId, clientMessageId, content } = entry;
      this.#outbox.postpone(entry, now + ANSWER_MS);
      this.#say({ type: 'send', ref: clientMessageId, conversationId, clientMessageId, content });
    }
    this.#positions.take().forEach(frame => this.#say(frame));
  }

  #handle(frame) {
    switch (frame.type) {
      case 'welcome':
        this.#welcomed = true;
        this.#heartbeat = (frame.heartbeatSeconds || 30) * 1000;
        this.beat();
        break;
      case 'message':
        this.#arrived(frame);
        break;
      case 'sent':
        this.#sent(frame);
        break;
      case 'synced':
        this.#synced(frame);
        break;
      case 'resync':
        this.#syncWanted = true;
        break;
      case 'goodbye':
        this.goodbyeAt = Date.now() + (frame.reconnectAfterMs ?? 0);
        break;
      case 'error':
        this.#failed(frame);
        break;
      case 'receipt':
      case 'typing':
      case 'conversation':
        this.#on[frame.type](frame);
        break;
    }
  }

  #arrived(message) {
    this.#timelines.live(message);
    this.#noteGap();
  }

  #noteGap() {
    this.#gapSince = this.#timelines.gap ? this.#gapSince || Date.now() : 0;
  }

  #sent({ clientMessageId, seq, sentAt }) {
    const entry = this.#outbox.find(clientMessageId);
    if (entry) {
      this.#outbox.remove(entry);
      const { conversationId, content } = entry;
      const senderId = this.#api.session.userId;
      this.#arrived({ conversationId, seq, senderId, clientMessageId, content, sentAt });
      this.#on.outbox(entry);
      this.beat();
    }
  }

  #synced(frame) {
    if (frame.ref !== this.#sync?.ref) {
      return;
    }
    this.#sync = null;
    const progress = this.#timelines.synced(frame);
    (frame.gone ?? []).forEach(id => this.#on.gone(id));
    this.#noteGap();
    if (frame.more || frame.conversations.some(part => part.hasMore)) {
      this.#syncWanted = true;
      this.#syncAfter = progress ? 0 : pause(1_000, 1_000, 0);
      this.beat();
    } else {
      this.#syncFailures = 0;
      if (!this.online) {
        this.online = true;
        this.#on.online();
      }
    }
  }

  #failed({ ref, clientMessageId, code, message, retryAfterMs }) {
    if (this.#sync && ref === this.#sync.ref) {
      this.#sync = null;
      this.#syncWanted = true;
      this.#syncAfter = pause(500, 30_000, this.#syncFailures++, retryAfterMs);
      return;
    }
    const entry = this.#outbox.find(clientMessageId ?? ref);
    if (entry && TRY_AGAIN.has(code)) {
      this.#outbox.postpone(entry, pause(200, 10_000, entry.tries++, retryAfterMs));
    } else if (entry) {
      this.#outbox.fail(entry, message || code);
      this.#on.outbox(entry);
      this.beat();
    }
  }
}
