import { expect, test } from 'vitest';
import { type Content, MemoryStorage } from '../src/index.ts';
import { fakeTime, live, pass, ScriptedServer, type ScriptedSocket } from './scripted-server.ts';

fakeTime();

const text = (words: string): Content => ({ type: 'text', text: words });
const sentAt = '2026-01-01T00:00:00.000Z';

function texts(socket: ScriptedSocket): string[] {
  return socket.frames('send').map(frame => (frame.content as { text: string }).text);
}

function sent(socket: ScriptedSocket, seq: number, at = -1): void {
  const frame = socket.frames('send').at(at);
  const { ref, conversationId, clientMessageId } = frame as unknown as Record<string, string>;
  socket.say({ type: 'sent', ref, conversationId, clientMessageId, seq, sentAt });
}

test('shows a message at once, and hands it over when it stands', async () => {
  const server = await ScriptedServer.connected();
  const { entry, outcome } = server.client.send('7', text('hello'));
  expect(server.client.outbox).toEqual([entry]);
  expect(server.socket.last('send')).toEqual({
    type: 'send',
    ref: entry.clientMessageId,
    conversationId: '7',
    clientMessageId: entry.clientMessageId,
    content: text('hello'),
  });
  sent(server.socket, 1);
  expect(await outcome).toMatchObject({ seq: 1, senderId: '1', content: text('hello'), sentAt });
  expect(server.client.outbox).toEqual([]);
  expect(server.seqs).toEqual([1]);
});

test("one's own message waits for what others said before it", async () => {
  const server = await ScriptedServer.connected();
  server.client.send('7', text('hello'));
  sent(server.socket, 3);
  expect(server.seqs).toEqual([]);
  server.socket.say(live(1));
  server.socket.say(live(2));
  expect(server.seqs).toEqual([1, 2, 3]);
});

test('without a connection it waits, and goes out once in the order of writing', async () => {
  const server = await ScriptedServer.connected();
  await server.socket.end();
  for (const words of ['one', 'two', 'three']) {
    server.client.send('7', text(words));
  }
  await pass(10);
  await server.socket.welcome();
  for (const seq of [1, 2, 3]) {
    sent(server.socket, seq);
  }
  expect(texts(server.socket)).toEqual(['one', 'two', 'three']);
  expect(server.client.outbox).toEqual([]);
});

test('a conversation does not wait for another one', async () => {
  const server = await ScriptedServer.connected();
  server.client.send('7', text('a1'));
  server.client.send('7', text('a2'));
  server.client.send('8', text('b1'));
  expect(texts(server.socket)).toEqual(['a1', 'b1']);
  sent(server.socket, 1, 0);
  expect(texts(server.socket)).toEqual(['a1', 'b1', 'a2']);
});

test('what was not answered goes out again, under the same id', async () => {
  const server = await ScriptedServer.connected();
  const { entry, outcome } = server.client.send('7', text('hello'));
  await server.socket.end();
  await pass(10);
  await server.socket.welcome();
  expect(server.socket.last('send').clientMessageId).toBe(entry.clientMessageId);
  await pass(10_500);
  expect(server.socket.frames('send').map(frame => frame.clientMessageId)).toEqual([
    entry.clientMessageId,
    entry.clientMessageId,
  ]);
  sent(server.socket, 1);
  sent(server.socket, 1);
  expect((await outcome).seq).toBe(1);
  expect(server.seqs).toEqual([1]);
});

test.each(['unavailable', 'overloaded', 'internal', 'rate_limited'])(
  'after %s it tries again, ever less often, and never sooner than it was asked to',
  async code => {
    const server = await ScriptedServer.connected();
    const { entry } = server.client.send('7', text('hello'));
    const { clientMessageId } = entry;
    const refuse = (more = {}) =>
      server.socket.say({ type: 'error', clientMessageId, code, message: '', ...more });
    refuse();
    await pass(500);
    expect(server.socket.frames('send')).toHaveLength(2);
    refuse({ retryAfterMs: 4_000 });
    await pass(3_500);
    expect(server.socket.frames('send')).toHaveLength(2);
    await pass(1_000);
    expect(server.socket.frames('send')).toHaveLength(3);
    refuse();
    await pass(700);
    expect(server.socket.frames('send')).toHaveLength(3);
    await pass(500);
    expect(server.socket.frames('send')).toHaveLength(4);
    expect(server.client.outbox).toEqual([entry]);
  },
);

test('a final refusal is told, kept for the user to decide, and holds up nothing', async () => {
  const server = await ScriptedServer.connected();
  const { entry, outcome } = server.client.send('7', text('too long'));
  server.client.send('7', text('next'));
  const { clientMessageId } = entry;
  server.socket.say({ type: 'error', clientMessageId, code: 'muted', message: 'You are muted.' });
  await expect(outcome).rejects.toMatchObject({ code: 'muted', message: 'You are muted.' });
  expect(entry.failed).toEqual({ code: 'muted', message: 'You are muted.' });
  expect(texts(server.socket)).toEqual(['too long', 'next']);
  sent(server.socket, 1);
  server.client.retry(entry);
  expect(texts(server.socket)).toEqual(['too long', 'next', 'too long']);
  expect(server.socket.last('send').clientMessageId).toBe(clientMessageId);
  server.client.discard(entry);
  expect(server.client.outbox).toEqual([]);
});

test('that a message stands is believed whoever says it', async () => {
  const server = await ScriptedServer.connected();
  const { entry, outcome } = server.client.send('7', text('hello'));
  const { clientMessageId } = entry;
  server.socket.say(live(1, '7', { senderId: '1', clientMessageId }));
  expect((await outcome).seq).toBe(1);
  expect(server.client.outbox).toEqual([]);
});

test("a stranger's message with the same id is not taken for one's own", async () => {
  const server = await ScriptedServer.connected();
  const { entry } = server.client.send('7', text('hello'));
  server.socket.say(live(1, '7', { clientMessageId: entry.clientMessageId }));
  expect(server.client.outbox).toEqual([entry]);
});

test('what waits outlives the program', async () => {
  const storage = new MemoryStorage();
  const before = await ScriptedServer.connected({ storage: async () => storage });
  await before.socket.end();
  const { entry } = before.client.send('7', text('hello'));
  await pass(0);
  const after = new ScriptedServer({ storage: async () => storage });
  after.client.adopt('token', '1', 'device');
  await after.client.load();
  expect(after.client.outbox).toEqual([entry]);
  await after.client.connect();
  await after.socket.welcome();
  expect(after.socket.last('send').clientMessageId).toBe(entry.clientMessageId);
  sent(after.socket, 1);
  await pass(0);
  expect((await storage.load()).outbox).toEqual([]);
});

test('what was written before the start comes after what was left from before', async () => {
  const storage = new MemoryStorage();
  const before = await ScriptedServer.connected({ storage: async () => storage });
  await before.socket.end();
  before.client.send('7', text('first'));
  await pass(0);
  const after = new ScriptedServer({ storage: async () => storage });
  after.client.adopt('token', '1', 'device');
  after.client.send('7', text('second'));
  await after.client.load();
  expect(after.client.outbox.map(entry => entry.content)).toEqual([text('first'), text('second')]);
});

test('says so when too much waits', async () => {
  const server = await ScriptedServer.connected({ outboxLimit: 2 });
  server.client.send('7', text('1'));
  server.client.send('7', text('2'));
  expect(() => server.client.send('7', text('3'))).toThrow(/2 messages wait/);
});
