import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ClientStorage, IndexedDbStorage, MemoryStorage } from '../src/index.ts';
import { live, message, pass, ScriptedServer, scriptedFetch } from './scripted-server.ts';

const seqs = (messages: { seq: number }[]) => messages.map(({ seq }) => seq);
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => message(from + at));
const down = (from: number, to: number) => range(to, from).reverse();

let names = 0;

describe.each<[string, () => Promise<ClientStorage>]>([
  ['memory', async () => new MemoryStorage()],
  ['IndexedDB', () => IndexedDbStorage.open(`keeping-${++names}`)],
])('storage in %s', (_, open) => {
  test('a cursor is where the messages end', async () => {
    const storage = await open();
    await storage.putMessages([message(1), message(2), message(9, '8'), message(3)]);
    expect((await storage.load()).cursors).toEqual({ 7: 3, 8: 9 });
    expect(await storage.history('7', 4, 10)).toMatchObject({ whole: true });
    expect(seqs((await storage.history('7', 4, 10)).items)).toEqual([3, 2, 1]);
    expect(await storage.history('8', 10, 10)).toMatchObject({ whole: false });
  });

  test('pages are told newest first, and the last one says that it is', async () => {
    const storage = await open();
    await storage.putMessages(range(1, 10));
    const page = await storage.history('7', 8, 4);
    expect(seqs(page.items)).toEqual([7, 6, 5, 4]);
    expect(page.whole).toBe(false);
    expect(await storage.history('7', 4, 4)).toMatchObject({ whole: true });
    expect(await storage.history('7', 12, 4)).toEqual({ items: [], whole: false });
  });

  test('history is kept where it adjoins what is there', async () => {
    const storage = await open();
    await storage.skipTo('7', 100);
    await storage.putMessages(range(101, 110));
    await storage.putHistory('7', 101, down(100, 91), false);
    await storage.putHistory('7', 50, down(49, 40), false); // does not adjoin
    expect(seqs((await storage.history('7', 111, 100)).items)).toEqual(seqs(down(110, 91)));
    await storage.putHistory('7', 91, down(90, 81), true);
    expect(await storage.history('7', 111, 100)).toMatchObject({ whole: true });
  });

  test('after a skip nothing of before is told', async () => {
    const storage = await open();
    await storage.putMessages(range(1, 10));
    await storage.skipTo('7', 500);
    expect(await storage.history('7', 501, 10)).toEqual({ items: [], whole: false });
    expect((await storage.load()).cursors).toEqual({ 7: 500 });
  });

  test('forgets one conversation, or everything', async () => {
    const storage = await open();
    await storage.putMessages([...range(1, 3), message(1, '77')]);
    await storage.putOutbox([
      {
        conversationId: '7',
        clientMessageId: 'c',
        content: { type: 'text', text: 'x' },
        writtenAt: '',
        failed: null,
      },
    ]);
    await storage.forget('7');
    expect((await storage.load()).cursors).toEqual({ 77: 1 });
    expect((await storage.history('7', 4, 10)).items).toEqual([]);
    await storage.clear();
    expect(await storage.load()).toEqual({ cursors: {}, outbox: [], conversations: [] });
    storage.close();
  });
});

describe('a client', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const conversation = (lastSeq: number, conversationId = '7') => ({ conversationId, lastSeq });

  test('goes on from where the device stood', async () => {
    const storage = new MemoryStorage();
    await storage.putMessages(range(1, 5));
    const server = new ScriptedServer({ storage: async () => storage });
    server.client.adopt('token', '1', 'device');
    await server.client.connect();
    await server.socket.open();
    server.socket.say({ type: 'welcome', heartbeatSeconds: 30 });
    expect(server.socket.last('sync').cursors).toEqual({ 7: 5 });
    const part = { conversationId: '7', messages: [message(6)], hasMore: false };
    server.socket.answerSync({ conversations: [part] });
    await pass(0);
    expect(server.seqs).toEqual([6]);
    expect((await storage.load()).cursors).toEqual({ 7: 6 });
  });

  test('with a bound, leaves to history what it was away too long for', async () => {
    const storage = new MemoryStorage();
    await storage.putMessages([...range(1, 5), message(1, '8')]);
    const list = [conversation(100), conversation(10, '8'), conversation(40, '9')];
    scriptedFetch({ 'GET /conversations?limit=200': [[200, { items: list, nextCursor: null }]] });
    const server = new ScriptedServer({ storage: async () => storage, catchUp: 20 });
    const skipped: unknown[] = [];
    server.client.on('skipped', skip => skipped.push(skip));
    server.client.adopt('token', '1', 'device');
    await server.client.connect();
    expect(skipped).toEqual([
      { conversationId: '7', cursor: 80 },
      { conversationId: '9', cursor: 40 },
    ]);
    await server.socket.open();
    server.socket.say({ type: 'welcome', heartbeatSeconds: 30 });
    expect(server.socket.last('sync').cursors).toEqual({ 7: 80, 8: 1, 9: 40 });
    expect((await storage.load()).cursors).toEqual({ 7: 80, 8: 1, 9: 40 });
  });

  test('a conversation that one was just taken into begins with the message of that', async () => {
    scriptedFetch({ 'GET /conversations?limit=200': [[200, { items: [], nextCursor: null }]] });
    const server = await ScriptedServer.connected({ catchUp: 20 });
    server.socket.say({ type: 'conversation', event: 'joined', conversation: conversation(57) });
    server.socket.say(live(57));
    server.socket.say(live(58));
    expect(server.seqs).toEqual([57, 58]);
  });

  test('reads history from the device, then from the server, and keeps what came', async () => {
    const storage = new MemoryStorage();
    await storage.skipTo('7', 100);
    const asked = scriptedFetch({
      'GET /conversations/7/messages?beforeSeq=101&limit=10': [
        [200, { items: down(100, 91), hasMore: true }],
      ],
      'GET /conversations/7/messages?beforeSeq=91&limit=10': [
        [200, { items: down(90, 88), hasMore: false }],
      ],
    });
    const server = new ScriptedServer({ storage: async () => storage });
    server.client.adopt('token', '1', 'device');
    await server.client.load();
    const first = await server.client.history('7', undefined, 10);
    expect(seqs(first.items)).toEqual(seqs(down(100, 91)));
    expect((await server.client.history('7', 91, 10)).hasMore).toBe(false);
    expect(asked).toHaveLength(2);
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')));
    expect(await server.client.history('7', undefined, 10)).toEqual(first);
    const rest = await server.client.history('7', 91, 10);
    expect(seqs(rest.items)).toEqual([90, 89, 88]);
    expect(rest.hasMore).toBe(false);
  });

  test('without the server tells what there is, and that there is more', async () => {
    const storage = new MemoryStorage();
    await storage.skipTo('7', 100);
    await storage.putMessages(range(101, 103));
    scriptedFetch({});
    const server = new ScriptedServer({ storage: async () => storage });
    server.client.adopt('token', '1', 'device');
    await server.client.load();
    const page = await server.client.history('7', undefined, 10);
    expect(seqs(page.items)).toEqual([103, 102, 101]);
    expect(page.hasMore).toBe(true);
    await expect(server.client.history('7', 101, 10)).rejects.toMatchObject({
      code: 'unreachable',
    });
  });

  test('a device that can keep nothing chats all the same, and says so', async () => {
    class Full extends MemoryStorage {
      override putMessages(): Promise<void> {
        return Promise.reject(new Error('the disk is full'));
      }
    }
    const server = new ScriptedServer({ storage: async () => new Full() });
    const troubles: unknown[] = [];
    server.client.on('storage', trouble => troubles.push(trouble));
    server.client.adopt('token', '1', 'device');
    await server.client.connect();
    await server.socket.welcome();
    server.socket.say(live(1));
    server.socket.say(live(2));
    await pass(0);
    expect(server.seqs).toEqual([1, 2]);
    expect(troubles.map(String)).toContain('Error: the disk is full');
  });

  test('drops what it kept of a conversation that is gone, and everything at the logout', async () => {
    const storage = new MemoryStorage();
    scriptedFetch({ 'POST /auth/logout': [[204]] });
    const server = await ScriptedServer.connected({ storage: async () => storage });
    server.socket.say(live(1));
    server.socket.say(live(1, '8'));
    server.socket.say({ type: 'resync' });
    await pass(300);
    server.socket.answerSync({ gone: ['7'] });
    await pass(0);
    expect((await storage.load()).cursors).toEqual({ 8: 1 });
    await server.client.logout();
    expect((await storage.load()).cursors).toEqual({});
    expect(server.client.session).toBeNull();
  });
});
