// Whose notifications a browser shows, when several people use it.

import type { Rest } from '@gostacker/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Push } from '../src/push.ts';

const KEY = 'gostacker.push';

/** A browser with a subscription and two notifications that it shows. */
class Browser {
  readonly kept = new Map<string, string>();
  readonly held: string[] = [];
  subscribed = true;
  shown = ['5', '6'];

  constructor() {
    const { kept, held } = this;
    const registration = {
      getNotifications: async () =>
        this.shown.map(tag => ({
          close: () => {
            this.shown = this.shown.filter(each => each !== tag);
          },
        })),
      pushManager: { getSubscription: async () => (this.subscribed ? this.#subscription() : null) },
    };
    const serviceWorker = {
      register: async () => registration,
      ready: Promise.resolve(registration),
      getRegistration: async () => registration,
    };
    const locks = {
      query: async () => ({ held: held.map(name => ({ name })) }),
      request: async (name: string) => held.push(name),
    };
    vi.stubGlobal('navigator', { serviceWorker, locks });
    vi.stubGlobal('window', { PushManager: class {}, Notification: class {} });
    vi.stubGlobal('Notification', { permission: 'granted' });
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    });
  }

  #subscription() {
    return {
      endpoint: 'https://push.invalid/1',
      options: { applicationServerKey: new Uint8Array([4, 5, 6]).buffer },
      toJSON: () => ({ keys: { p256dh: 'p', auth: 'a' } }),
      unsubscribe: async () => {
        this.subscribed = false;
      },
    };
  }
}

let browser: Browser;
let calls: string[];

/** A window of somebody's, with a server that takes everything, or with none. */
function windowOf(user: string, deviceId: string, reachable = true): Push {
  const call = async (what: string) => {
    calls.push(what);
    if (!reachable) {
      throw new Error('no server');
    }
  };
  const rest = {
    pushProviders: async () => [{ name: 'webpush', publicKey: 'BAUG' }],
    putPushToken: (device: string) => call(`PUT ${device}`),
    removePushToken: (device: string) => call(`DELETE ${device}`),
  };
  return new Push(rest as unknown as Rest, user, deviceId);
}

function isOver(): boolean {
  return !browser.subscribed && browser.shown.length === 0 && !browser.kept.has(KEY);
}

beforeEach(() => {
  browser = new Browser();
  calls = [];
  browser.kept.set(KEY, JSON.stringify({ userId: '7', deviceId: 'first' }));
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test('a log-out ends it, whichever window turned it on', async () => {
  await windowOf('7', 'second').leave();
  expect(calls).toEqual(['DELETE first']);
  expect(isOver()).toBe(true);
});

test('a log-out ends it without a server too', async () => {
  await windowOf('7', 'first', false).leave();
  expect(isOver()).toBe(true);
});

test('a log-out of somebody else leaves it', async () => {
  await windowOf('8', 'second').leave();
  expect(calls).toEqual([]);
  expect(browser.subscribed && browser.shown.length === 2 && browser.kept.has(KEY)).toBe(true);
});

test('a session that ends by itself ends it on its own device only', async () => {
  await windowOf('7', 'second').end();
  expect(browser.subscribed).toBe(true);
  await windowOf('7', 'first').end();
  expect(isOver()).toBe(true);
  expect(calls).toEqual([]);
});

test('who logs in ends it for who was here before, unless a window of theirs is open', async () => {
  windowOf('7', 'first').hold();
  const next = windowOf('8', 'second');
  next.hold();
  await next.takeOver();
  expect(browser.subscribed).toBe(true);
  browser.held.shift(); // the window is closed
  await windowOf('7', 'third').takeOver(); // their own log-in changes nothing
  expect(browser.subscribed).toBe(true);
  await next.takeOver();
  expect(isOver()).toBe(true);
});

test('each start hands it in again, and only for the one who turned it on', async () => {
  await windowOf('7', 'first').renew();
  await windowOf('7', 'second').renew();
  await windowOf('8', 'third').renew();
  expect(calls).toEqual(['PUT first', 'PUT second']);
  expect(JSON.parse(browser.kept.get(KEY) ?? '')).toEqual({ userId: '7', deviceId: 'second' });
});
