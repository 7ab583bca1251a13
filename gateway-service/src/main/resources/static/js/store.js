// What the page knows: conversations, their messages, names, receipts. Views listen and draw.

import { Connection } from './connection.js';
import { Names } from './names.js';
import { Outbox } from './outbox.js';
import { Signs } from './signs.js';
import { Timelines } from './timelines.js';

const HISTORY = 50;
/** A conversation that is not open keeps this many of its newest messages. */
const KEPT_WHEN_CLOSED = 100;
/** A first connection that takes no longer is not worth a word. */
const QUIET_MS = 1_500;

export class Store {
  conversations = new Map();
  online = false;
  /** Whether it is time to say that there is no connection. */
  troubled = false;
  replaced = false;
  openId = null;
  outbox;

  #api;
  #names;
  #signs;
  #fetching = new Map();
  #timelines = new Timelines(message => this.#arrived(message));
  #connection;
  #listeners = new Set();
  #drawing = false;

  constructor(api) {
    this.#api = api;
    this.outbox = new Outbox(this.me);
    this.#names = new Names(api, this.me, () => this.changed());
    this.#signs = new Signs(this.me, () => this.changed());
    this.#connection = new Connection(api, this.#timelines, this.outbox, {
      receipt: frame => this.#receipt(frame),
      typing: frame => this.#signs.typed(frame),
      conversation: frame => this.#conversation(frame),
      gone: id => this.#gone(id),
      outbox: () => this.changed(),
      state: online => this.#state(online),
      replaced: () => {
        this.replaced = true;
        this.#state(false);
      },
    });
  }

  get me() {
    return this.#api.session.userId;
  }

  /** Loads the list and connects. */
  async start() {
    setTimeout(() => this.#state(this.online), QUIET_MS);
    for (const conversation of await this.#api.conversations()) {
      this.#put(conversation);
    }
    this.changed();
    this.#connection.start();
  }

  stop() {
    this.#connection.stop();
  }

  /** Connects again after another connection of this device took its place. */
  takeBack() {
    this.replaced = false;
    this.#connection.start();
    this.changed();
  }

  listen(draw) {
    this.#listeners.add(draw);
  }

  /** Has the views drawn, once for all changes of this turn. */
  changed() {
    if (!this.#drawing) {
      this.#drawing = true;
      setTimeout(() => {
        this.#drawing = false;
        this.#listeners.forEach(draw => draw());
      });
    }
  }

  /** Most recent activity first. */
  get list() {
    const when = conversation => conversation.lastMessage?.sentAt ?? conversation.createdAt ?? '';
    return [...this.conversations.values()].sort((a, b) => when(b).localeCompare(when(a)));
  }

  get opened() {
    return this.conversations.get(this.openId);
  }

  get unread() {
    return [...this.conversations.values()].reduce((sum, each) => sum + each.unread, 0);
  }

  #put(conversation) {
    const known = this.conversations.get(conversation.conversationId);
    if (known) {
      const { name, ownerId, memberCount } = conversation;
      Object.assign(known, { name, ownerId, memberCount });
      return known;
    }
    const fresh = { ...conversation, messages: [], hasMore: true, loading: false };
    fresh.countedUpTo = conversation.lastSeq; // its `unread` says what is unread up to here
    this.conversations.set(conversation.conversationId, fresh);
    this.#timelines.begin(conversation.conversationId, conversation.lastSeq);
    return fresh;
  }

  #state(online) {
    this.online = online;
    this.troubled = !online;
    this.changed();
  }

  async #arrived(message) {
    const mine = message.senderId === this.me;
    const written = mine && this.outbox.find(message.clientMessageId);
    if (written) {
      this.outbox.remove(written);
    }
    const conversation = this.conversations.get(message.conversationId)
      ?? await this.#fetchConversation(message.conversationId);
    if (!conversation) {
      return;
    }
    if (!conversation.messages.some(held => held.seq === message.seq)) {
      conversation.messages.push(message);
      conversation.messages.sort((a, b) => a.seq - b.seq);
    }
    if (message.seq >= (conversation.lastMessage?.seq ?? 0)) {
      conversation.lastMessage = message;
      conversation.lastSeq = message.seq;
    }
    if (mine) {
      conversation.readSeq = Math.max(conversation.readSeq, message.seq);
    } else if (message.content.type !== 'system' && message.seq > conversation.countedUpTo) {
      conversation.unread++;
    }
    this.#signs.stoppedTyping(message.conversationId);
    if (!mine && conversation.type === 'direct') {
      this.#connection.delivered(message.conversationId, message.seq);
    }
    this.changed();
  }

  /** A conversation that messages came from before anything was told of it. */
  #fetchConversation(id) {
    if (!this.#fetching.has(id)) {
      const fetched = this.#api.conversation(id).then(answer => this.#put(answer), () => null);
      this.#fetching.set(id, fetched.finally(() => this.#fetching.delete(id)));
    }
    return this.#fetching.get(id);
  }

  async #conversation({ event, conversation }) {
    const id = conversation.conversationId;
    if (event === 'left' || event === 'disbanded') {
      try {
        this.#put(await this.#api.conversation(id));
      } catch (error) {
        if (error.status === 404) {
          this.#gone(id);
        }
      }
    } else {
      // The message of this change comes too; what is older is history.
      this.#timelines.begin(id, Math.max(0, conversation.lastSeq - 1));
      this.#put(conversation);
    }
    this.changed();
  }

  #gone(id) {
    this.conversations.delete(id);
    this.changed();
  }

  async #receipt({ conversationId, userId, kind, seq }) {
    const conversation = this.conversations.get(conversationId);
    if (userId !== this.me) {
      this.#signs.receipt(conversationId, kind, seq);
    } else if (kind === 'read' && conversation && seq > conversation.readSeq) {
      conversation.readSeq = seq;
      const read = await this.#api.conversation(conversationId).catch(() => null);
      conversation.unread = read?.unread ?? conversation.unread;
    }
    this.changed();
  }

  progress(conversationId, seq) {
    return this.#signs.progress(conversationId, seq);
  }

  typing(conversationId) {
    return this.#signs.typing(conversationId);
  }

  type(conversationId) {
    this.#connection.typing(conversationId);
  }

  open(id) {
    const before = this.opened;
    if (before && before.conversationId !== id && before.messages.length > KEPT_WHEN_CLOSED) {
      before.messages = before.messages.slice(-KEPT_WHEN_CLOSED);
      before.hasMore = true;
    }
    this.openId = id;
    if (this.opened?.messages.length < HISTORY) {
      this.older(id);
    }
    this.changed();
  }

  /** Loads the messages before those that are held. */
  async older(id) {
    const conversation = this.conversations.get(id);
    if (!conversation?.hasMore || conversation.loading) {
      return;
    }
    conversation.loading = true;
    this.changed();
    try {
      const before = conversation.messages[0]?.seq ?? this.#timelines.cursor(id) + 1;
      const page = await this.#api.history(id, before, HISTORY);
      const held = new Set(conversation.messages.map(message => message.seq));
      const fresh = page.items.filter(message => !held.has(message.seq));
      conversation.messages = [...fresh, ...conversation.messages].sort((a, b) => a.seq - b.seq);
      conversation.hasMore = page.hasMore;
    } catch {
      // Offline: scrolling up, or opening it again, asks again.
    } finally {
      conversation.loading = false;
      this.changed();
    }
  }

  /** The newest messages are in front of the user's eyes. */
  seen(id) {
    const conversation = this.conversations.get(id);
    const seq = conversation?.messages.at(-1)?.seq ?? 0;
    if (conversation && (conversation.unread > 0 || seq > conversation.readSeq)) {
      conversation.unread = 0;
      conversation.readSeq = Math.max(seq, conversation.readSeq);
      this.#connection.read(id, conversation.readSeq);
      this.changed();
    }
  }

  /** False when too much waits already. */
  send(conversationId, text) {
    if (this.outbox.full) {
      return false;
    }
    this.outbox.add(conversationId, { type: 'text', text });
    this.#connection.flush();
    this.changed();
    return true;
  }

  retry(entry) {
    this.outbox.retry(entry);
    this.#connection.flush();
    this.changed();
  }

  discard(entry) {
    this.outbox.remove(entry);
    this.changed();
  }

  /** Makes or finds a conversation and answers its id. */
  async create(body) {
    const conversation = await this.#api.create(body);
    this.#put(conversation);
    this.changed();
    return conversation.conversationId;
  }

  name(userId) {
    return this.#names.user(userId);
  }

  title(conversation) {
    return this.#names.conversation(conversation);
  }
}
