import { expect, test, vi } from 'vitest';
import { fakeTime, live, message, pass, ScriptedServer } from './scripted-server.ts';

fakeTime();

test('hands messages over in order, each once, whatever is repeated or early', async () => {
  const server = await ScriptedServer.connected();
  for (const seq of [1, 1, 2, 1, 4, 3, 3, 4, 5]) {
    server.socket.say(live(seq));
  }
  expect(server.seqs).toEqual([1, 2, 3, 4, 5]);
  expect(server.socket.frames('sync')).toHaveLength(1);
});

test('fills a gap by a sync when it does not close by itself', async () => {
  const server = await ScriptedServer.connected();
  server.socket.say(live(1));
  server.socket.say(live(4));
  await pass(200);
  expect(server.socket.frames('sync')).toHaveLength(1);
  await pass(400);
  expect(server.socket.last('sync').cursors).toEqual({ 7: 1 });
  const messages = [2, 3, 4].map(seq => message(seq));
  server.socket.answerSync({ conversations: [{ conversationId: '7', messages, hasMore: false }] });
  expect(server.seqs).toEqual([1, 2, 3, 4]);
});

test('what a sync leaves out is a hole for good', async () => {
  const server = await ScriptedServer.connected();
  server.socket.say(live(1));
  server.socket.say(live(1_000_001));
  await pass(600);
  server.socket.answerSync();
  expect(server.seqs).toEqual([1, 1_000_001]);
  server.socket.say(live(1_000_002));
  expect(server.seqs).toEqual([1, 1_000_001, 1_000_002]);
});

test('what came after a sync was asked is not taken for a hole by its answer', async () => {
  const server = await ScriptedServer.connected();
  server.socket.say(live(1));
  server.socket.say({ type: 'resync' });
  await pass(300);
  server.socket.say(live(3));
  server.socket.answerSync();
  expect(server.seqs).toEqual([1]);
  server.socket.say(live(2));
  expect(server.seqs).toEqual([1, 2, 3]);
});

test('syncs when it is told that frames were skipped', async () => {
  const server = await ScriptedServer.connected();
  server.socket.say({ type: 'resync' });
  await pass(300);
  expect(server.socket.frames('sync')).toHaveLength(2);
});

test('asks on until a long absence is caught up with, and is online only then', async () => {
  const server = new ScriptedServer();
  server.client.adopt('token', '1', 'device');
  await server.client.connect();
  await server.socket.open();
  server.socket.say({ type: 'welcome', heartbeatSeconds: 30 });
  server.socket.answerSync({
    conversations: [{ conversationId: '7', messages: [message(1), message(2)], hasMore: true }],
    more: true,
  });
  expect(server.client.state).toBe('connecting');
  expect(server.socket.last('sync').cursors).toEqual({ 7: 2 });
  server.socket.answerSync({
    conversations: [{ conversationId: '7', messages: [message(3)], hasMore: false }],
  });
  expect(server.client.state).toBe('online');
  expect(server.seqs).toEqual([1, 2, 3]);
});

test('an answer that says "more" and brings nothing is not asked for again at once', async () => {
  const server = await ScriptedServer.connected();
  server.socket.say({ type: 'resync' });
  await pass(300);
  server.socket.answerSync({ more: true });
  expect(server.socket.frames('sync')).toHaveLength(2);
  await pass(1_300);
  expect(server.socket.frames('sync')).toHaveLength(3);
});

test('a refused sync is asked again after the time that the server gave', async () => {
  const server = await ScriptedServer.connected();
  server.socket.say({ type: 'resync' });
  await pass(300);
  const { ref } = server.socket.last('sync');
  server.socket.say({ type: 'error', ref, code: 'unavailable', message: '', retryAfterMs: 5_000 });
  await pass(4_900);
  expect(server.socket.frames('sync')).toHaveLength(2);
  await pass(400);
  expect(server.socket.frames('sync')).toHaveLength(3);
});

test('a new connection asks from where the last one stood', async () => {
  const server = await ScriptedServer.connected();
  server.socket.say(live(1));
  server.socket.say(live(2));
  server.socket.say(live(5, '8'));
  await server.socket.end();
  await pass(10);
  await server.socket.open();
  server.socket.say({ type: 'welcome', heartbeatSeconds: 30 });
  expect(server.socket.last('sync').cursors).toEqual({ 7: 2, 8: 0 });
});

test('tells of a conversation that is gone and does not ask for it again, until it speaks', async () => {
  const server = await ScriptedServer.connected();
  const gone = vi.fn();
  server.client.on('gone', gone);
  server.socket.say(live(1));
  server.socket.say({ type: 'resync' });
  await pass(300);
  server.socket.answerSync({ gone: ['7'] });
  expect(gone).toHaveBeenCalledExactlyOnceWith('7');
  server.socket.say({ type: 'resync' });
  await pass(300);
  expect(server.socket.last('sync').cursors).toEqual({});
  server.socket.answerSync();
  server.socket.say(live(2));
  server.socket.say({ type: 'resync' });
  await pass(300);
  expect(server.socket.last('sync').cursors).toEqual({ 7: 2 });
});

test('tells receipts, typing and changes as they come', async () => {
  const server = await ScriptedServer.connected();
  const heard: unknown[] = [];
  server.client.on('receipt', receipt => heard.push(receipt.seq));
  server.client.on('typing', typing => heard.push(typing.userId));
  server.client.on('conversation', change => heard.push(change.event));
  server.socket.say({ type: 'receipt', conversationId: '7', userId: '2', kind: 'read', seq: 4 });
  server.socket.say({ type: 'typing', conversationId: '7', userId: '2' });
  server.socket.say({ type: 'conversation', event: 'left', conversation: { conversationId: '7' } });
  server.socket.say({ type: 'something new' });
  expect(heard).toEqual([4, '2', 'left']);
});

test('positions: only the highest is told, and once more on a new connection', async () => {
  const server = await ScriptedServer.connected();
  server.client.read('7', 3);
  server.client.read('7', 5);
  server.client.read('7', 4);
  server.client.delivered('7', 6);
  await pass(300);
  expect(server.socket.frames('read')).toEqual([{ type: 'read', conversationId: '7', seq: 5 }]);
  expect(server.socket.frames('delivered')).toHaveLength(1);
  await pass(1_000);
  expect(server.socket.frames('read')).toHaveLength(1);
  await server.socket.end();
  await pass(10);
  await server.socket.welcome();
  await pass(300);
  expect(server.socket.frames('read')).toEqual([{ type: 'read', conversationId: '7', seq: 5 }]);
});

test('a listener that throws keeps nobody else from hearing', async () => {
  const thrown: unknown[] = [];
  const catchIt = (error: unknown) => thrown.push(error);
  process.on('uncaughtException', catchIt);
  try {
    const server = await ScriptedServer.connected();
    const heard: number[] = [];
    server.client.on('message', () => {
      throw new Error('a flaw of the app');
    });
    server.client.on('message', ({ seq }) => heard.push(seq));
    server.socket.say(live(1));
    server.socket.say(live(2));
    expect(heard).toEqual([1, 2]);
    await pass(10);
  } finally {
    vi.useRealTimers();
    await new Promise(resolve => setTimeout(resolve, 20));
    process.off('uncaughtException', catchIt);
  }
  expect(thrown).toHaveLength(2);
});
