// What the page knows: conversations, their messages, names, receipts. Elements listen and draw.

import {
  type Content,
  type Conversation,
  type ConversationChange,
  GoStackerClient,
  GoStackerError,
  type Id,
  type Message,
  type NewConversation,
  type OutboxEntry,
  type Receipt,
  webTokens,
} from '@gostacker/client';
import { Names } from './names.ts';
import { Push } from './push.ts';
import { type Progress, Signs } from './signs.ts';

const HISTORY = 50;
/** A conversation that is not open keeps this many of its newest messages. */
const KEPT_WHEN_CLOSED = 100;
/** A first connection that takes no longer is not worth a word. */
const QUIET_MS = 1_500;
/** Who was away for more messages of a conversation reads them as history. */
const CATCH_UP = 500;
const RETRY_MS = 2_000;

/** A conversation with what the page holds of it. */
export interface Held extends Conversation {
  /** Rising in seq, without gaps; more may be had by `older`. */
  messages: Message[];
  hasMore: boolean;
  loading: boolean;
  /** What is unread up to here, the list said. */
  countedUpTo: number;
}

/** A client of this tab: every tab is a session of its own. */
export function newClient(): GoStackerClient {
  return new GoStackerClient({ tokens: webTokens(sessionStorage), catchUp: CATCH_UP });
}

export class Store {
  readonly conversations = new Map<Id, Held>();
  readonly names: Names;
  readonly push: Push;
  readonly me: Id;
  openId: Id | null = null;
  /** Whether the list has come, from the device or the server. */
  listed = false;

  readonly #signs: Signs;
  readonly #fetching = new Map<Id, Promise<Held | null>>();
  readonly #listeners = new Set<() => void>();
  #drawing = false;
  #quiet = true;

  constructor(readonly client: GoStackerClient) {
    this.me = client.session?.userId ?? '';
    this.names = new Names(client.rest, this.me, () => this.changed());
    this.push = new Push(client.rest, this.me, client.session?.deviceId ?? '');
    this.#signs = new Signs(this.me, () => this.changed());
    client.on('message', message => this.#arrived(message));
    client.on('skipped', ({ conversationId }) => this.#skipped(conversationId));
    client.on('receipt', receipt => this.#receipt(receipt));
    client.on('typing', typing => this.#signs.typed(typing));
    client.on('conversation', change => this.#conversation(change));
    client.on('gone', id => this.#gone(id));
    client.on('outbox', () => this.changed());
    client.on('state', () => this.changed());
  }

  /** Shows what the device kept, then asks for the list until it comes, and stays connected. */
  async start(): Promise<void> {
    setTimeout(() => {
      this.#quiet = false;
      this.changed();
    }, QUIET_MS);
    await this.client.load();
    this.#putAll(this.client.knownConversations);
    for (;;) {
      try {
        await this.client.connect();
        this.conversations.clear();
        this.#putAll(this.client.knownConversations);
        this.listed = true;
        this.open(this.openId);
        this.renewPush();
        return;
      } catch {
        if (!this.client.session) {
          return;
        }
        this.#quiet = false;
        this.changed();
        await new Promise(resolve => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  /** The browser's subscription may have changed. What does not succeed does at the next start. */
  renewPush(): void {
    this.push.renew().catch(() => {});
  }

  get online(): boolean {
    return this.client.state === 'online';
  }

  get replaced(): boolean {
    return this.client.state === 'replaced';
  }

  /** Whether it is time to say that there is no connection. */
  get troubled(): boolean {
    return !this.online && !this.#quiet;
  }

  listen(draw: () => void): () => void {
    this.#listeners.add(draw);
    return () => this.#listeners.delete(draw);
  }

  /** Has the elements drawn, once for all changes of this turn. */
  changed(): void {
    if (!this.#drawing) {
      this.#drawing = true;
      setTimeout(() => {
        this.#drawing = false;
        for (const draw of this.#listeners) {
          draw();
        }
      });
    }
  }

  /** Most recent activity first. */
  get list(): Held[] {
    const when = (each: Held) => each.lastMessage?.sentAt ?? each.createdAt ?? '';
    return [...this.conversations.values()].sort((a, b) => when(b).localeCompare(when(a)));
  }

  get opened(): Held | undefined {
    return this.openId ? this.conversations.get(this.openId) : undefined;
  }

  get unread(): number {
    return [...this.conversations.values()].reduce((sum, each) => sum + each.unread, 0);
  }

  #putAll(conversations: Conversation[]): void {
    for (const conversation of conversations) {
      this.#put(conversation);
    }
    this.listed ||= conversations.length > 0;
    this.changed();
  }

  #put(conversation: Conversation): Held {
    const known = this.conversations.get(conversation.conversationId);
    if (known) {
      const { name, ownerId, memberCount, joinPolicy } = conversation;
      Object.assign(known, { name, ownerId, memberCount, joinPolicy });
      return known;
    }
    const fresh: Held = {
      ...conversation,
      messages: [],
      hasMore: true,
      loading: false,
      countedUpTo: conversation.lastSeq,
    };
    this.conversations.set(conversation.conversationId, fresh);
    return fresh;
  }

  async #arrived(message: Message): Promise<void> {
    const conversation =
      this.conversations.get(message.conversationId) ??
      (await this.#fetchConversation(message.conversationId));
    if (!conversation) {
      return;
    }
    const mine = message.senderId === this.me;
    const last = conversation.messages.at(-1)?.seq ?? 0;
    // What comes while nothing is held comes with the history that is asked for later.
    const held = last > 0 || conversation.loading || message.seq > conversation.countedUpTo;
    if (message.seq > last && held) {
      conversation.messages = [...conversation.messages, message];
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
      const { conversationId, senderId, seq } = message;
      this.client.delivered(conversationId, seq);
      this.#signs.receipt({ conversationId, userId: senderId, kind: 'read', seq }); // who answers has read
    }
    this.changed();
  }

  #skipped(id: Id): void {
    const conversation = this.conversations.get(id);
    if (conversation) {
      conversation.messages = [];
      conversation.hasMore = true;
    }
  }

  /** A conversation that messages came from before anything was told of it. */
  #fetchConversation(id: Id): Promise<Held | null> {
    let fetching = this.#fetching.get(id);
    if (!fetching) {
      fetching = this.client.rest
        .conversation(id)
        .then(
          answer => this.#put(answer),
          () => null,
        )
        .finally(() => this.#fetching.delete(id));
      this.#fetching.set(id, fetching);
    }
    return fetching;
  }

  async #conversation({ event, conversation }: ConversationChange): Promise<void> {
    const id = conversation.conversationId;
    if (event === 'left' || event === 'disbanded') {
      await this.refresh(id);
    } else {
      this.#put(conversation);
    }
    this.changed();
  }

  /** Asks anew for a conversation; it may be gone. */
  async refresh(id: Id): Promise<void> {
    try {
      this.#put(await this.client.rest.conversation(id));
    } catch (error) {
      if (error instanceof GoStackerError && error.status === 404) {
        this.#gone(id);
      }
    }
    this.changed();
  }

  #gone(id: Id): void {
    this.conversations.delete(id);
    this.changed();
  }

  async #receipt(receipt: Receipt): Promise<void> {
    const { conversationId, userId, kind, seq } = receipt;
    const conversation = this.conversations.get(conversationId);
    if (userId !== this.me) {
      this.#signs.receipt(receipt);
    } else if (kind === 'read' && conversation && seq > conversation.readSeq) {
      conversation.readSeq = seq;
      const read = await this.client.rest.conversation(conversationId).catch(() => null);
      conversation.unread = read?.unread ?? conversation.unread;
      this.push.read(conversationId).catch(() => {});
    }
    this.changed();
  }

  positions(id: Id): { read: number; delivered: number } {
    return this.#signs.positions(id);
  }

  progress({ conversationId, seq }: Message): Progress {
    const { read, delivered } = this.#signs.positions(conversationId);
    return read >= seq ? 'read' : delivered >= seq ? 'delivered' : 'sent';
  }

  typing(id: Id): Id | null {
    return this.#signs.typing(id);
  }

  open(id: Id | null): void {
    const before = this.opened;
    if (before && before.conversationId !== id && before.messages.length > KEPT_WHEN_CLOSED) {
      before.messages = before.messages.slice(-KEPT_WHEN_CLOSED);
      before.hasMore = true;
    }
    this.openId = id;
    if (id && this.opened && this.opened.messages.length < HISTORY) {
      this.older(id);
    }
    this.changed();
  }

  /** Loads the messages before those that are held. */
  async older(id: Id): Promise<void> {
    const conversation = this.conversations.get(id);
    if (!conversation?.hasMore || conversation.loading) {
      return;
    }
    conversation.loading = true;
    this.changed();
    try {
      const before = conversation.messages[0]?.seq;
      const page = await this.client.history(id, before, HISTORY);
      const first = conversation.messages[0]?.seq ?? Number.POSITIVE_INFINITY;
      const fresh = page.items.filter(message => message.seq < first).reverse();
      conversation.messages = [...fresh, ...conversation.messages];
      conversation.hasMore = page.hasMore;
    } catch {
      // Offline: scrolling up, or opening it again, asks again.
    } finally {
      conversation.loading = false;
      this.changed();
    }
  }

  /** The newest messages are in front of the user's eyes. */
  seen(id: Id): void {
    const conversation = this.conversations.get(id);
    const seq = conversation?.messages.at(-1)?.seq ?? 0;
    if (conversation && (conversation.unread > 0 || seq > conversation.readSeq)) {
      conversation.unread = 0;
      conversation.readSeq = Math.max(seq, conversation.readSeq);
      this.client.read(id, conversation.readSeq);
      this.push.read(id).catch(() => {});
      this.changed();
    }
  }

  /** Throws when too much waits already. */
  send(id: Id, content: Content): void {
    this.client.send(id, content);
  }

  /** What of a conversation waits or was refused. */
  waiting(id: Id): OutboxEntry[] {
    return this.client.outbox.filter(entry => entry.conversationId === id);
  }

  /** Makes or finds a conversation and answers its id. */
  async create(conversation: NewConversation): Promise<Id> {
    return this.#entered(await this.client.rest.createConversation(conversation));
  }

  /** Joins an open group: its id, or null when the owner is asked first. */
  async join(id: Id): Promise<Id | null> {
    const answer = await this.client.rest.join(id);
    return 'requestId' in answer ? null : this.#entered(await this.client.rest.conversation(id));
  }

  #entered(conversation: Conversation): Id {
    this.#put(conversation);
    this.changed();
    return conversation.conversationId;
  }

  name(userId: Id | undefined): string {
    return this.names.user(userId);
  }

  title(conversation: Pick<Conversation, 'conversationId' | 'type' | 'name'>): string {
    return this.names.conversation(conversation);
  }
}
