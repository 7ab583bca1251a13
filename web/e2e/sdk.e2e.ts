import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import {
  type ClientOptions,
  type ClientStorage,
  GoStackerClient,
  GoStackerError,
  MemoryStorage,
  type Message,
} from '../sdk/src/index.ts';
import { baseUrl, canHurt, eventually, fresh, hurt } from './server.ts';

const clients: GoStackerClient[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) {
    client.disconnect();
  }
});

const texts = (messages: Message[]) =>
  messages.flatMap(({ content }) => (content.type === 'text' ? [content.text] : []));

async function person(name: string, storage: ClientStorage = new MemoryStorage()) {
  const client = newClient(storage);
  const username = fresh(name);
  await client.register(username, `secret of ${username}`);
  await client.login(username, `secret of ${username}`, `device-of-${username}`);
  return { ...(await connected(client)), username };
}

function newClient(storage: ClientStorage, more: ClientOptions = {}): GoStackerClient {
  const Socket = WebSocket as unknown as NonNullable<ClientOptions['WebSocket']>;
  const client = new GoStackerClient({
    baseUrl,
    WebSocket: Socket,
    storage: async () => storage,
    ...more,
  });
  clients.push(client);
  return client;
}

async function connected(client: GoStackerClient) {
  const messages: Message[] = [];
  client.on('message', message => messages.push(message));
  await client.connect();
  await eventually(() => expect(client.state).toBe('online'));
  return { client, messages, userId: client.session?.userId ?? '' };
}

test('two people talk, see receipts and typing, and read it all again', async () => {
  const alice = await person('alice');
  const bob = await person('bob');
  const conversation = await alice.client.rest.createConversation({
    type: 'direct',
    memberIds: [bob.userId],
  });
  const id = conversation.conversationId;
  const receipts: string[] = [];
  const typing: string[] = [];
  alice.client.on('receipt', ({ kind, seq }) => receipts.push(`${kind} ${seq}`));
  alice.client.on('typing', ({ userId }) => typing.push(userId));
  for (let n = 1; n <= 20; n++) {
    alice.client.send(id, { type: 'text', text: `hello ${n}` });
  }
  await eventually(() => expect(bob.messages).toHaveLength(20));
  expect(texts(bob.messages)).toEqual(Array.from({ length: 20 }, (_, n) => `hello ${n + 1}`));
  bob.client.delivered(id, 20);
  bob.client.read(id, 20);
  bob.client.typing(id);
  await eventually(() => expect(receipts).toContain('read 20'));
  await eventually(() => expect(typing).toContain(bob.userId));
  const { seq } = await bob.client.send(id, { type: 'text', text: 'hi' }).outcome;
  expect(seq).toBe(21);
  await eventually(() => expect(texts(alice.messages).at(-1)).toBe('hi'));
  expect((await alice.client.history(id, undefined, 21)).items).toHaveLength(21);
  expect((await alice.client.rest.history(id, 3, 10)).items.map(each => each.seq)).toEqual([2, 1]);
});

test('a device that was away gets what it missed, once and in order, from where it stood', async () => {
  const storage = new MemoryStorage();
  const alice = await person('alice');
  const bob = await person('bob', storage);
  const { conversationId: id } = await alice.client.rest.createConversation({
    type: 'group',
    name: 'Away',
    memberIds: [bob.userId],
  });
  await alice.client.send(id, { type: 'text', text: 'before' }).outcome;
  await eventually(() => expect(texts(bob.messages)).toEqual(['before']));
  bob.client.disconnect();
  for (let n = 1; n <= 450; n++) {
    alice.client.send(id, { type: 'text', text: String(n) });
  }
  await eventually(() => expect(alice.client.outbox).toEqual([]));
  const again = newClient(storage);
  await again.login(bob.username, `secret of ${bob.username}`, `device-of-${bob.username}`);
  const back = await connected(again);
  expect(texts(back.messages)).toEqual(Array.from({ length: 450 }, (_, n) => String(n + 1)));
});

test('a refusal is told as it is', async () => {
  const alice = await person('alice');
  const { outcome } = alice.client.send('1', { type: 'text', text: 'nobody there' });
  await expect(outcome).rejects.toMatchObject({ code: 'not_member' });
  await expect(alice.client.rest.conversation('1')).rejects.toMatchObject({
    status: 404,
    code: 'not_found',
  });
  const stranger = newClient(new MemoryStorage());
  const login = stranger.login(alice.username, 'wrong');
  await expect(login).rejects.toBeInstanceOf(GoStackerError);
  await expect(login).rejects.toMatchObject({ status: 401, code: 'bad_credentials' });
});

test('a logout elsewhere ends the session here', async () => {
  const alice = await person('alice');
  let ended = false;
  alice.client.on('ended', () => {
    ended = true;
  });
  const other = newClient(new MemoryStorage());
  await other.login(alice.username, `secret of ${alice.username}`);
  await other.rest.logOutDevice(`device-of-${alice.username}`);
  await eventually(() => expect(ended).toBe(true));
  expect(alice.client.session).toBeNull();
});

test.runIf(canHurt)('what is sent while the way is cut goes out once, in order', async () => {
  const alice = await person('alice');
  const bob = await person('bob');
  const { conversationId: id } = await alice.client.rest.createConversation({
    type: 'direct',
    memberIds: [bob.userId],
  });
  const outcomes = [];
  for (let round = 0; round < 5; round++) {
    for (let n = 0; n < 20; n++) {
      const { outcome } = alice.client.send(id, { type: 'text', text: `${round}.${n}` });
      outcomes.push(outcome);
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    await hurt('cut');
    alice.client.send(id, { type: 'text', text: `${round} cut` });
    await hurt('join');
  }
  const stand = await Promise.all(outcomes);
  expect(stand.map(({ seq }) => seq)).toEqual(stand.map(({ seq }) => seq).sort((a, b) => a - b));
  await eventually(() => expect(bob.messages).toHaveLength(105));
  expect(bob.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 105 }, (_, n) => n + 1));
  expect(new Set(texts(bob.messages)).size).toBe(105);
  await eventually(() => expect(alice.messages).toHaveLength(105));
});
