import { Connection, type ConnectionState } from './connection.ts';
import { Emitter } from './emitter.ts';
import { IndexedDbStorage } from './indexed-db.ts';
import { Outbox, type OutboxEntry } from './outbox.ts';
import { Positions } from './positions.ts';
import { Rest } from './rest.ts';
import { type KeptSession, memoryTokens, Session, type TokenStore } from './session.ts';
import { type ClientStorage, MemoryStorage } from './storage.ts';
import { Timelines } from './timelines.ts';
import type {
  Content,
  Conversation,
  ConversationChange,
  History,
  Id,
  Message,
  Receipt,
  Typing,
  User,
} from './types.ts';

export interface ClientOptions {
  /** Where GoStacker is, such as `https://chat.example.org`; the page's own origin when left out. */
  baseUrl?: string;
  /** Where a login is kept; in memory when left out. */
  tokens?: TokenStore;
  /** What a device keeps, by name; IndexedDB when left out, or memory where there is none. */
  storage?: (name: string) => Promise<ClientStorage>;
  /**
   * At most so many messages of a conversation are handed over that came while this device was away;
   * of conversations that it did not know, none. What is left out is history. Without it everything
   * is handed over, from the beginning.
   */
  catchUp?: number;
  /** So many messages may wait to be sent. */
  outboxLimit?: number;
  /** In place of the global one; Node has one since 22. */
  WebSocket?: new (
    url: string,
    protocol: string,
  ) => WebSocket;
}

/** What a client tells its app. */
export interface ClientEvents {
  /** The next message of its conversation: in rising seq, each once, one's own included. */
  message: Message;
  /** What lies below `cursor` and was not handed over is left out; see `catchUp`. */
  skipped: { conversationId: Id; cursor: number };
  receipt: Receipt;
  typing: Typing;
  conversation: ConversationChange;
  /** The conversation is no longer one's own. */
  gone: Id;
  /** Some entry of the outbox was added, refused, repeated or has gone. */
  outbox: OutboxEntry[];
  state: ConnectionState;
  /** The session is over, only a new login helps. */
  ended: undefined;
  /** The device could not keep something; chatting goes on. */
  storage: unknown;
}

const OUTBOX_LIMIT = 500;

/** One device of one user. */
export class GoStackerClient {
  readonly rest: Rest;

  readonly #options: ClientOptions;
  readonly #baseUrl: string;
  readonly #emitter = new Emitter<ClientEvents>();
  readonly #session: Session;
  readonly #outbox: Outbox;
  readonly #positions = new Positions();
  readonly #timelines = new Timelines(message => this.#next(message));
  readonly #connection: Connection;
  #storage: ClientStorage | null = null;
  #conversations: Conversation[] = [];
  #unkept: Message[] = [];
  #loaded = false;
  #quiet: AbortController | null = null;

  constructor(options: ClientOptions = {}) {
    this.#options = options;
    this.#baseUrl = (options.baseUrl ?? globalThis.location?.origin ?? '').replace(/\/$/, '');
    this.#session = new Session(this.#baseUrl, options.tokens ?? memoryTokens(), () => {
      this.disconnect();
      this.#emitter.emit('ended', undefined);
    });
    this.rest = new Rest(this.#session);
    this.#outbox = new Outbox(options.outboxLimit ?? OUTBOX_LIMIT, entries => {
      this.#keep(storage => storage.putOutbox(entries));
      this.#emitter.emit('outbox', entries);
    });
    const shared = {
      session: this.#session,
      timelines: this.#timelines,
      outbox: this.#outbox,
      positions: this.#positions,
      openSocket: () => this.#openSocket(),
    };
    this.#connection = new Connection(shared, {
      receipt: receipt => this.#emitter.emit('receipt', receipt),
      typing: typing => this.#emitter.emit('typing', typing),
      conversation: change => this.#changed(change),
      gone: id => this.#gone(id),
      state: state => this.#emitter.emit('state', state),
    });
  }

  /** Listens; the answer takes the listener away again. */
  on<K extends keyof ClientEvents>(
    name: K,
    listener: (event: ClientEvents[K]) => void,
  ): () => void {
    return this.#emitter.on(name, listener);
  }

  /** Who is logged in, or null. */
  get session(): KeptSession | null {
    return this.#session.current;
  }

  get state(): ConnectionState {
    return this.#connection.state;
  }

  /** What is on its way or was refused, oldest first. */
  get outbox(): OutboxEntry[] {
    return this.#outbox.entries;
  }

  /** The conversations as they were at the last `conversations()`, kept over restarts. */
  get knownConversations(): Conversation[] {
    return this.#conversations;
  }

  register(username: string, password: string, nickname?: string): Promise<User> {
    return this.#session.register(username, password, nickname);
  }

  /** @param deviceId one for each installation, kept over logins; random when left out */
  login(username: string, password: string, deviceId?: string, platform?: string): Promise<void> {
    return this.#session.login(username, password, deviceId, platform);
  }

  /** Takes a token that the app's own back end got from the server API; it is not renewed. */
  adopt(accessToken: string, userId: Id, deviceId: string): void {
    this.#session.adopt(accessToken, userId, deviceId);
  }

  /** Logs the device out and drops what it kept. */
  async logout(): Promise<void> {
    this.disconnect();
    await this.#keep(storage => storage.clear());
    await this.#session.logout();
  }

  /** Loads what the device kept, without the network: afterwards `outbox`, `history` and so on tell it. */
  async load(): Promise<void> {
    const { current } = this.#session;
    if (this.#loaded || !current) {
      return;
    }
    this.#loaded = true;
    this.#storage = await this.#openStorage(`gostacker-${current.userId}-${current.deviceId}`);
    const kept = await this.#storage.load();
    for (const [id, cursor] of Object.entries(kept.cursors)) {
      this.#timelines.begin(id, cursor);
    }
    this.#conversations = kept.conversations;
    this.#outbox.restore(kept.outbox);
  }

  /**
   * Stays connected from now on, whatever happens, until `disconnect`. With `catchUp` it needs the
   * list of conversations first, and rejects without it.
   */
  async connect(): Promise<void> {
    await this.load();
    if (this.#options.catchUp !== undefined) {
      await this.conversations();
    }
    this.#listenToThePage();
    this.#connection.start();
  }

  disconnect(): void {
    this.#quiet?.abort();
    this.#quiet = null;
    this.#connection.stop();
  }

  /** All one's conversations, most recent activity first, by the server. */
  async conversations(): Promise<Conversation[]> {
    this.#conversations = await this.rest.conversations();
    for (const { conversationId, lastSeq } of this.#conversations) {
      this.#begin(conversationId, lastSeq, lastSeq);
    }
    this.#keep(storage => storage.putConversations(this.#conversations));
    return this.#conversations;
  }

  /**
   * Sends, now or as soon as there is a connection, under one clientMessageId until it is answered.
   * Messages of one conversation go out in the order of these calls.
   *
   * @returns the entry of the outbox, and the message once it stands; refused for good, it rejects
   * @throws GoStackerError `outbox_full`
   */
  send(conversationId: Id, content: Content): { entry: OutboxEntry; outcome: Promise<Message> } {
    const outgoing = this.#outbox.add(conversationId, content);
    this.#connection.flush();
    return outgoing;
  }

  /** Sends again what was refused. */
  retry(entry: OutboxEntry): void {
    this.#outbox.retry(entry);
    this.#connection.flush();
  }

  /** Gives up what was refused, or has not gone out yet. */
  discard(entry: OutboxEntry): void {
    this.#outbox.remove(entry);
  }

  /** One has read everything up to `seq`. */
  read(conversationId: Id, seq: number): void {
    this.#positions.put('read', conversationId, seq);
  }

  /** Everything up to `seq` has come to this device; of use in direct conversations. */
  delivered(conversationId: Id, seq: number): void {
    this.#positions.put('delivered', conversationId, seq);
  }

  typing(conversationId: Id): void {
    this.#connection.typing(conversationId);
  }

  /** The highest seq that has been handed over, or is left to history. */
  cursor(conversationId: Id): number {
    return this.#timelines.cursor(conversationId);
  }

  /**
   * Messages below `before` (those that were handed over, when left out), newest first: what the
   * device keeps, else the server's. Without the server, what there is, with `hasMore`.
   */
  async history(conversationId: Id, before?: number, limit = 50): Promise<History> {
    const below = before ?? this.cursor(conversationId) + 1;
    const kept = await this.#kept(conversationId, below, limit);
    if (kept.items.length === limit || kept.whole) {
      return { items: kept.items, hasMore: !kept.whole };
    }
    try {
      const page = await this.rest.history(conversationId, below, limit);
      const whole = !page.hasMore;
      this.#keep(storage => storage.putHistory(conversationId, below, page.items, whole));
      return page;
    } catch (error) {
      if (kept.items.length > 0) {
        return { items: kept.items, hasMore: true };
      }
      throw error;
    }
  }

  async #kept(id: Id, below: number, limit: number) {
    try {
      return (await this.#storage?.history(id, below, limit)) ?? { items: [], whole: false };
    } catch (error) {
      this.#emitter.emit('storage', error);
      return { items: [], whole: false };
    }
  }

  /** The network may be back, or never have gone: tries at once. */
  retryNow(): void {
    this.#connection.retryNow();
  }

  /** Takes the connection back after another one of the same device replaced it. */
  takeBack(): void {
    this.#connection.start();
  }

  #next(message: Message): void {
    if (message.senderId === this.#session.current?.userId) {
      this.#outbox.stands(message);
    }
    this.#emitter.emit('message', message);
    if (this.#unkept.push(message) === 1) {
      queueMicrotask(() => {
        const messages = this.#unkept;
        this.#unkept = [];
        this.#keep(storage => storage.putMessages(messages));
      });
    }
  }

  #changed(change: ConversationChange): void {
    const { conversationId, lastSeq } = change.conversation;
    if (change.event === 'created' || change.event === 'joined') {
      this.#begin(conversationId, lastSeq, Math.max(0, lastSeq - 1)); // its message comes too
    }
    this.#emitter.emit('conversation', change);
  }

  /** With `catchUp`: a conversation that is new here begins at `first`, one far behind goes on later. */
  #begin(conversationId: Id, lastSeq: number, first: number): void {
    const { catchUp } = this.#options;
    if (catchUp === undefined) {
      return;
    }
    const known = this.#timelines.knows(conversationId);
    const cursor = known ? lastSeq - catchUp : first;
    if (!known || this.#timelines.cursor(conversationId) < cursor) {
      this.#timelines.skipTo(conversationId, cursor);
      this.#keep(storage => storage.skipTo(conversationId, cursor));
      this.#emitter.emit('skipped', { conversationId, cursor });
    }
  }

  #gone(conversationId: Id): void {
    this.#conversations = this.#conversations.filter(
      each => each.conversationId !== conversationId,
    );
    this.#keep(storage => storage.forget(conversationId));
    this.#emitter.emit('gone', conversationId);
  }

  #openSocket(): WebSocket {
    const Socket = this.#options.WebSocket ?? globalThis.WebSocket;
    if (!Socket) {
      throw new Error('There is no WebSocket here: pass one, for example that of the package ws.');
    }
    return new Socket(`${this.#baseUrl.replace(/^http/, 'ws')}/api/v1/ws`, 'gostacker.v1+json');
  }

  async #openStorage(name: string): Promise<ClientStorage> {
    if (this.#options.storage) {
      return this.#options.storage(name);
    }
    try {
      return await IndexedDbStorage.open(name);
    } catch (error) {
      this.#emitter.emit('storage', error);
      return new MemoryStorage();
    }
  }

  async #keep(what: (storage: ClientStorage) => Promise<void>): Promise<void> {
    try {
      if (this.#storage) {
        await what(this.#storage);
      }
    } catch (error) {
      this.#emitter.emit('storage', error);
    }
  }

  /** In a page: the network comes and goes, and a page in front has waited long enough. */
  #listenToThePage(): void {
    this.#quiet ??= new AbortController();
    const { signal } = this.#quiet;
    globalThis.addEventListener?.('online', () => this.retryNow(), { signal });
    globalThis.addEventListener?.('offline', () => this.#connection.probe(), { signal });
    globalThis.document?.addEventListener(
      'visibilitychange',
      () => {
        if (!document.hidden) {
          this.retryNow();
        }
      },
      { signal },
    );
  }
}
