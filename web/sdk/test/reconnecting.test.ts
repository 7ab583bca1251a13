import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { memoryTokens } from '../src/index.ts';
import { pass, ScriptedServer, scriptedFetch } from './scripted-server.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('greets with token and device, syncs, and is online when nothing is missing', async () => {
  const server = new ScriptedServer();
  server.client.adopt('token', '1', 'device');
  await server.client.connect();
  expect(server.socket.url).toBe('ws://server.test/api/v1/ws');
  expect(server.socket.protocol).toBe('gostacker.v1+json');
  await server.socket.open();
  expect(server.socket.said).toEqual([{ type: 'hello', token: 'token', deviceId: 'device' }]);
  server.socket.say({ type: 'welcome', heartbeatSeconds: 30 });
  expect(server.socket.last('sync').cursors).toEqual({});
  expect(server.client.state).toBe('connecting');
  server.socket.answerSync();
  expect(server.client.state).toBe('online');
});

test('connects again after a break, within the jittered back-off', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  const server = await ScriptedServer.connected();
  await server.socket.end();
  expect(server.client.state).toBe('offline');
  await pass(249);
  expect(server.sockets).toHaveLength(1);
  await pass(1);
  expect(server.sockets).toHaveLength(2);
  await server.socket.welcome();
  expect(server.states).toEqual(['connecting', 'online', 'offline', 'connecting', 'online']);
});

test('the back-off doubles up to 20 s, and begins anew once online', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(1);
  const server = await ScriptedServer.connected();
  await server.socket.end();
  for (const wait of [500, 1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000]) {
    const sockets = server.sockets.length;
    await pass(wait - 1);
    expect(server.sockets).toHaveLength(sockets);
    await pass(1);
    expect(server.sockets).toHaveLength(sockets + 1);
    await server.socket.end();
  }
  await pass(20_000);
  await server.socket.welcome();
  await server.socket.end();
  const sockets = server.sockets.length;
  await pass(500);
  expect(server.sockets).toHaveLength(sockets + 1);
});

test('does not wait when told that the network is back', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(1);
  const server = await ScriptedServer.connected();
  await server.socket.end();
  server.client.retryNow();
  expect(server.sockets).toHaveLength(2);
  await server.socket.welcome();
  await pass(60_000);
  expect(server.sockets).toHaveLength(2);
});

test('after a goodbye it sends nothing more, and comes back when the gateway asked for it', async () => {
  const server = await ScriptedServer.connected();
  const first = server.socket;
  first.say({ type: 'goodbye', reason: 'draining', reconnectAfterMs: 3_000 });
  server.client.send('7', { type: 'text', text: 'late' });
  await pass(1_000);
  expect(first.frames('send')).toEqual([]);
  await first.end(1012);
  await pass(1_999);
  expect(server.sockets).toHaveLength(1);
  await pass(1);
  expect(server.sockets).toHaveLength(2);
  await server.socket.welcome();
  expect(server.socket.frames('send')).toHaveLength(1);
});

test('a gateway that says goodbye and does not close is left all the same', async () => {
  const server = await ScriptedServer.connected();
  server.socket.say({ type: 'goodbye', reason: 'draining', reconnectAfterMs: 1_000 });
  await pass(1_500);
  expect(server.sockets[0]?.closedByClient).toBe(true);
  expect(server.sockets).toHaveLength(2);
});

test('pings after half a heartbeat, and takes two of silence for the end', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const server = new ScriptedServer();
  server.client.adopt('token', '1', 'device');
  await server.client.connect();
  await server.socket.welcome(8);
  await pass(4_250);
  expect(server.socket.frames('ping')).toHaveLength(1);
  server.socket.say({ type: 'pong' });
  await pass(15_500);
  expect(server.sockets).toHaveLength(1);
  await pass(1_000);
  expect(server.sockets[0]?.closedByClient).toBe(true);
  expect(server.sockets).toHaveLength(2);
});

test.each([
  ['no welcome comes', async () => {}],
  [
    'no answer to the sync comes',
    async (server: ScriptedServer) => server.socket.say({ type: 'welcome', heartbeatSeconds: 60 }),
  ],
])('gives a socket up when %s within 10 s', async (_, before) => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const server = new ScriptedServer();
  server.client.adopt('token', '1', 'device');
  await server.client.connect();
  await server.socket.open();
  await before(server);
  await pass(10_000);
  expect(server.sockets).toHaveLength(1);
  await pass(500);
  expect(server.sockets).toHaveLength(2);
});

test('a device whose newer connection took over does not fight it, but can take it back', async () => {
  const server = await ScriptedServer.connected();
  await server.socket.end(4409);
  expect(server.client.state).toBe('replaced');
  await pass(600_000);
  server.client.retryNow();
  expect(server.sockets).toHaveLength(1);
  server.client.takeBack();
  await server.socket.welcome();
  expect(server.client.state).toBe('online');
});

test('a stopped client stays away, and its socket is closed', async () => {
  const server = await ScriptedServer.connected();
  server.client.disconnect();
  expect(server.sockets[0]?.closedByClient).toBe(true);
  await pass(600_000);
  expect(server.sockets).toHaveLength(1);
  expect(server.client.state).toBe('stopped');
});

async function loggedIn(script: Parameters<typeof scriptedFetch>[0]) {
  const tokens = memoryTokens();
  const renewAt = Date.now() + 3_600_000;
  const ids = { userId: '1', deviceId: 'device', username: 'alice' };
  tokens.save({ accessToken: 'old', refreshToken: 'r1', expiresIn: 7200, ...ids, renewAt });
  const asked = scriptedFetch(script);
  const server = new ScriptedServer({ tokens });
  const ended = vi.fn();
  server.client.on('ended', ended);
  await server.client.connect();
  return { server, asked, ended };
}

const renewed = { refreshToken: 'r2', expiresIn: 3600, userId: '1', deviceId: 'device' };

test('closed as unauthenticated, it renews its token once and comes back', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const { server, asked, ended } = await loggedIn({
    'POST /auth/refresh': [[200, { accessToken: 'new', ...renewed }]],
  });
  await server.socket.open();
  await server.socket.end(4401);
  await pass(0);
  await server.socket.welcome();
  expect(server.socket.last('hello').token).toBe('new');
  expect(asked.map(each => each.body)).toEqual([{ refreshToken: 'r1' }]);
  expect(ended).not.toHaveBeenCalled();
});

test('closed again with the new token, the session is over', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const { server, ended } = await loggedIn({
    'POST /auth/refresh': [[200, { accessToken: 'new', ...renewed }]],
  });
  await server.socket.open();
  await server.socket.end(4401);
  await pass(0);
  await server.socket.open();
  await server.socket.end(4401);
  expect(ended).toHaveBeenCalledOnce();
  expect(server.client.session).toBeNull();
  await pass(600_000);
  expect(server.sockets).toHaveLength(2);
});

test('a refusal of the renewal ends the session; no answer to it does not', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const { server, ended } = await loggedIn({
    'POST /auth/refresh': [
      [503, { code: 'unavailable' }],
      [401, { code: 'unauthenticated' }],
    ],
  });
  await server.socket.open();
  await server.socket.end(4401);
  await pass(100);
  expect(ended).not.toHaveBeenCalled();
  await server.socket.open();
  await server.socket.end(4401);
  await pass(100);
  expect(ended).toHaveBeenCalledOnce();
});

test('renews a token that is about to expire before it greets, once for all who need it', async () => {
  const { server, asked } = await loggedIn({
    'POST /auth/refresh': [[200, { accessToken: 'new', ...renewed }]],
    'GET /users/me': [[200, { userId: '1' }]],
  });
  vi.setSystemTime(Date.now() + 3_600_001);
  const me = Promise.all([server.client.rest.me(), server.client.rest.me()]);
  await server.socket.open();
  await me;
  expect(server.socket.last('hello').token).toBe('new');
  expect(asked.filter(each => each.call === 'POST /auth/refresh')).toHaveLength(1);
  expect(asked.at(-1)?.token).toBe('new');
});

test('a call refused with 401 is made once more with a new token', async () => {
  const { server, asked } = await loggedIn({
    'POST /auth/refresh': [[200, { accessToken: 'new', ...renewed }]],
    'GET /users/me': [
      [401, { code: 'unauthenticated' }],
      [200, { userId: '1' }],
    ],
  });
  expect(await server.client.rest.me()).toEqual({ userId: '1' });
  expect(asked.map(each => each.token)).toEqual(['old', undefined, 'new']);
});
