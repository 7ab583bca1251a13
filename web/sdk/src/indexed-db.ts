import type { OutboxEntry } from './outbox.ts';
import {
  type ClientStorage,
  extended,
  type Kept,
  type KeptHistory,
  type Stretch,
  withHistory,
} from './storage.ts';
import type { Conversation, Cursors, Id, Message } from './types.ts';

const VERSION = 1;
const STRETCHES = 'stretches';
const MESSAGES = 'messages';
const VALUES = 'values';

/** A ClientStorage in the browser's IndexedDB, one database for each device of a user. */
export class IndexedDbStorage implements ClientStorage {
  private constructor(private readonly db: IDBDatabase) {}

  /** Rejects where the browser allows no database, as some do in private windows. */
  static async open(name: string): Promise<IndexedDbStorage> {
    const request = indexedDB.open(name, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(STRETCHES, { keyPath: 'conversationId' });
      request.result.createObjectStore(MESSAGES, { keyPath: ['conversationId', 'seq'] });
      request.result.createObjectStore(VALUES);
    };
    return new IndexedDbStorage(await answer(request));
  }

  async load(): Promise<Kept> {
    const transaction = this.db.transaction([STRETCHES, VALUES]);
    const values = transaction.objectStore(VALUES);
    const [stretches, outbox, conversations] = await Promise.all([
      answer<Stretch[]>(transaction.objectStore(STRETCHES).getAll()),
      answer<OutboxEntry[] | undefined>(values.get('outbox')),
      answer<Conversation[] | undefined>(values.get('conversations')),
    ]);
    const cursors: Cursors = {};
    for (const { conversationId, to } of stretches) {
      cursors[conversationId] = to;
    }
    return { cursors, outbox: outbox ?? [], conversations: conversations ?? [] };
  }

  async putMessages(messages: Message[]): Promise<void> {
    const transaction = this.db.transaction([STRETCHES, MESSAGES], 'readwrite');
    const stretches = transaction.objectStore(STRETCHES);
    const ids = [...new Set(messages.map(message => message.conversationId))];
    const kept = await Promise.all(ids.map(id => answer<Stretch | undefined>(stretches.get(id))));
    const changed = new Map(ids.map((id, at) => [id, kept[at]]));
    for (const message of messages) {
      const id = message.conversationId;
      changed.set(id, extended(changed.get(id), message));
      transaction.objectStore(MESSAGES).put(message);
    }
    for (const stretch of changed.values()) {
      stretches.put(stretch);
    }
    await done(transaction);
  }

  async skipTo(conversationId: Id, cursor: number): Promise<void> {
    const transaction = this.db.transaction([STRETCHES, MESSAGES], 'readwrite');
    const stretch = { conversationId, from: cursor + 1, to: cursor, whole: cursor === 0 };
    transaction.objectStore(STRETCHES).put(stretch);
    transaction.objectStore(MESSAGES).delete(below(conversationId, Number.MAX_VALUE));
    await done(transaction);
  }

  async putHistory(id: Id, before: number, items: Message[], whole: boolean): Promise<void> {
    const transaction = this.db.transaction([STRETCHES, MESSAGES], 'readwrite');
    const stretches = transaction.objectStore(STRETCHES);
    const stretch = withHistory(await answer(stretches.get(id)), before, items, whole);
    if (stretch) {
      stretches.put(stretch);
      for (const message of items) {
        transaction.objectStore(MESSAGES).put(message);
      }
    }
    await done(transaction);
  }

  async history(id: Id, before: number, limit: number): Promise<KeptHistory> {
    const transaction = this.db.transaction([STRETCHES, MESSAGES]);
    const stretch = await answer<Stretch | undefined>(transaction.objectStore(STRETCHES).get(id));
    if (!stretch || before > stretch.to + 1) {
      return { items: [], whole: false };
    }
    const items: Message[] = [];
    const cursor = transaction.objectStore(MESSAGES).openCursor(below(id, before), 'prev');
    return new Promise((resolve, reject) => {
      cursor.onerror = () => reject(cursor.error);
      cursor.onsuccess = () => {
        if (!cursor.result || items.length === limit) {
          resolve({ items, whole: stretch.whole && !cursor.result });
        } else {
          items.push(cursor.result.value);
          cursor.result.continue();
        }
      };
    });
  }

  putOutbox(entries: OutboxEntry[]): Promise<void> {
    return this.#putValue('outbox', entries);
  }

  putConversations(conversations: Conversation[]): Promise<void> {
    return this.#putValue('conversations', conversations);
  }

  async forget(conversationId: Id): Promise<void> {
    const transaction = this.db.transaction([STRETCHES, MESSAGES], 'readwrite');
    transaction.objectStore(STRETCHES).delete(conversationId);
    transaction.objectStore(MESSAGES).delete(below(conversationId, Number.MAX_VALUE));
    await done(transaction);
  }

  async clear(): Promise<void> {
    const names = [STRETCHES, MESSAGES, VALUES];
    const transaction = this.db.transaction(names, 'readwrite');
    for (const name of names) {
      transaction.objectStore(name).clear();
    }
    await done(transaction);
  }

  close(): void {
    this.db.close();
  }

  async #putValue(key: string, value: unknown): Promise<void> {
    const transaction = this.db.transaction(VALUES, 'readwrite');
    transaction.objectStore(VALUES).put(value, key);
    await done(transaction);
  }
}

function below(id: Id, before: number): IDBKeyRange {
  return IDBKeyRange.bound([id, 0], [id, before], false, true);
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function done(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}
