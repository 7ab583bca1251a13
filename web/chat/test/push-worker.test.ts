// The service worker's decisions; that a browser runs it is in e2e/push.browser.ts.

import { expect, test } from 'vitest';
import {
  type Answer,
  type ChatWindow,
  clicked,
  pushed,
  type Surroundings,
  subscriptionChanged,
  type Told,
} from '../src/worker/handlers.ts';
import { noticeOf, routeOf } from '../src/worker/notice.ts';

const PUSH = {
  conversationId: '4711',
  seq: 3,
  title: 'Alice',
  body: 'Shall we?',
  badge: 2,
  mention: false,
};

/** A window, and what it says when it is asked whose it is; undefined for nothing at all. */
type Open = Partial<ChatWindow> & { theirs?: Answer };

/** A browser that writes down what the worker does in it. */
function browser(...windows: Open[]) {
  const did: unknown[] = [];
  const open = windows.map((each, at) => ({
    url: 'https://chat.example.org/#/',
    focused: false,
    visibilityState: 'hidden',
    focus: async () => did.push(`focus ${at}`),
    postMessage(told: Told, [port]: MessagePort[] = []) {
      if (told.type !== 'whose') {
        did.push({ at, ...told });
      } else if (each.theirs !== undefined) {
        port?.postMessage(each.theirs);
      }
    },
    ...each,
  }));
  const surroundings: Surroundings = {
    clients: {
      matchAll: async () => open,
      openWindow: async url => did.push(`open ${url}`),
    },
    registration: {
      showNotification: async (title, options) => {
        did.push({ title, ...options });
      },
      pushManager: { subscribe: async options => did.push(options) },
    },
    navigator: {
      language: 'en-GB',
      setAppBadge: async count => {
        did.push(`badge ${count}`);
      },
      clearAppBadge: async () => {
        did.push('no badge');
      },
    },
  };
  return { did, surroundings };
}

const shown = {
  title: 'Alice',
  body: 'Shall we?',
  tag: '4711',
  renotify: false,
  data: { conversationId: '4711' },
};

test('a push is shown under its conversation, and only a mention rings again', () => {
  expect(noticeOf(JSON.stringify(PUSH), 'en')).toEqual({
    title: 'Alice',
    options: {
      body: 'Shall we?',
      tag: '4711',
      renotify: false,
      data: { conversationId: '4711' },
    },
    badge: 2,
  });
  expect(noticeOf(JSON.stringify({ ...PUSH, mention: true }), 'en').options.renotify).toBe(true);
});

test('a hidden preview tells that there is a message, in the language of the browser', () => {
  const hidden = JSON.stringify({ ...PUSH, body: '' });
  expect(noticeOf(hidden, 'en').options.body).toBe('New message');
  expect(noticeOf(hidden, 'zh-CN').options.body).toBe('新消息');
});

test.each([
  '',
  'no JSON',
  'null',
  '7',
  '"text"',
  '[]',
  '{"conversationId":{},"title":5,"body":[],"badge":"many","mention":"yes"}',
  '{"conversationId":"//evil.example","badge":-1}',
])('what cannot be read is shown as a message without words: %s', text => {
  expect(noticeOf(text, 'en')).toEqual({
    title: 'GoStacker',
    options: {
      body: 'New message',
      tag: 'GoStacker',
      renotify: false,
      data: { conversationId: '' },
    },
    badge: null,
  });
});

test('a route leads nowhere but into the chat', () => {
  expect(routeOf('4711')).toBe('/#/c/4711');
  expect(routeOf('')).toBe('/#/');
});

const front = { focused: true, visibilityState: 'visible' };

test('nothing is shown to who looks at the chat', async () => {
  const { did, surroundings } = browser({ ...front, theirs: true });
  await pushed(JSON.stringify(PUSH), surroundings);
  expect(did).toEqual(['badge 2']);
});

test.each<[string, Open[]]>([
  ['there is no window', []],
  ['the window is behind others', [{ visibilityState: 'visible', theirs: true }, {}]],
  ['somebody else looks at the chat', [{ ...front, theirs: false }]],
  ['nobody is logged in where one looks', [{ ...front, theirs: null }]],
  ['the window does not answer', [front]],
  [
    'the window in front is another page of the site',
    [{ ...front, url: 'https://chat.example.org/api/v1/docs' }],
  ],
])('it is shown when %s', async (_, windows) => {
  const { did, surroundings } = browser(...windows);
  await pushed(JSON.stringify(PUSH), surroundings);
  expect(did).toEqual(['badge 2', shown]);
});

test('it is shown when the browser does not tell which windows there are', async () => {
  const { did, surroundings } = browser(front);
  surroundings.clients.matchAll = () => Promise.reject(new Error('closing'));
  await pushed(JSON.stringify(PUSH), surroundings);
  expect(did).toEqual(['badge 2', shown]);
});

test('the badge goes when nothing is unread, and may be missing or refused', async () => {
  const { did, surroundings } = browser();
  await pushed(JSON.stringify({ ...PUSH, badge: 0 }), surroundings);
  expect(did).toEqual(['no badge', shown]);
  const refusing = browser();
  refusing.surroundings.navigator.setAppBadge = () => Promise.reject(new Error('no icon'));
  await pushed(JSON.stringify(PUSH), refusing.surroundings);
  expect(refusing.did).toEqual([shown]);
  const without = browser();
  without.surroundings.navigator = { language: 'en' };
  await pushed(JSON.stringify(PUSH), without.surroundings);
  expect(without.did).toEqual([shown]);
});

const visible = { visibilityState: 'visible' };

test.each<[string, Open[], number]>([
  [
    'the one in front',
    [{ theirs: true }, { ...visible, theirs: true }, { ...front, theirs: true }],
    2,
  ],
  ['a visible one', [{ theirs: true }, { ...visible, theirs: true }], 1],
  ['one that is no other page', [{ ...front, url: 'https://chat.example.org/other' }, {}], 1],
  ['theirs, be it hidden', [{ ...front, theirs: false }, { theirs: null }, { theirs: true }], 2],
  ['one where nobody is logged in', [{ ...front, theirs: false }, { theirs: null }], 1],
  ['one that does not answer', [{ ...front, theirs: false }, {}], 1],
])('a click goes to the conversation in an open window: %s', async (_, windows, at) => {
  const { did, surroundings } = browser(...windows);
  await clicked({ conversationId: '4711' }, surroundings);
  expect(did).toEqual([{ at, type: 'open', conversationId: '4711' }, `focus ${at}`]);
});

test('a click opens the chat when no window is theirs', async () => {
  const { did, surroundings } = browser({ ...front, theirs: false });
  await clicked({ conversationId: '4711' }, surroundings);
  await clicked({ conversationId: '' }, surroundings);
  await clicked(null, surroundings);
  expect(did).toEqual(['open /#/c/4711', 'open /#/', 'open /#/']);
});

test('a new subscription is made with the old key, and every window is told', async () => {
  const key = new Uint8Array([4, 1, 2]).buffer;
  const { did, surroundings } = browser({}, {});
  await subscriptionChanged(key, surroundings);
  expect(did).toEqual([
    { userVisibleOnly: true, applicationServerKey: key },
    { at: 0, type: 'subscription' },
    { at: 1, type: 'subscription' },
  ]);
});

test('without a key, or when subscribing fails, the windows are told all the same', async () => {
  const { did, surroundings } = browser({});
  await subscriptionChanged(null, surroundings);
  surroundings.registration.pushManager.subscribe = () => Promise.reject(new Error('not now'));
  await subscriptionChanged(new ArrayBuffer(65), surroundings);
  expect(did).toEqual([
    { at: 0, type: 'subscription' },
    { at: 0, type: 'subscription' },
  ]);
});
