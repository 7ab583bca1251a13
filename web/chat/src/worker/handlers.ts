// What the worker does: shows what is pushed, opens the chat, and renews its subscription.

import { idOf, type Notice, noticeOf, routeOf } from './notice.ts';

/** What an open window of the chat is told. */
export type Told =
  | { type: 'open'; conversationId: string }
  /** Asks whether the one who is logged in there is the one who is notified; see `Answer`. */
  | { type: 'whose' }
  /** The subscription is another one now. */
  | { type: 'subscription' };

/** To `whose`; null when nobody is logged in. */
export type Answer = boolean | null;

/** A window that gives no answer in this time, in milliseconds, is one that does not run now. */
const ANSWER_MS = 500;

/** A window, as far as it is used here. */
export interface ChatWindow {
  url: string;
  focused: boolean;
  visibilityState: string;
  focus(): Promise<unknown>;
  postMessage(told: Told, transfer?: MessagePort[]): void;
}

/** What of its surroundings the worker uses. */
export interface Surroundings {
  clients: {
    matchAll(options: {
      type: 'window';
      includeUncontrolled: true;
    }): Promise<readonly ChatWindow[]>;
    openWindow(url: string): Promise<unknown>;
  };
  registration: {
    showNotification(title: string, options: Notice['options']): Promise<void>;
    pushManager: { subscribe(options: SubscribeOptions): Promise<unknown> };
  };
  navigator: {
    language: string;
    setAppBadge?(count?: number): Promise<void>;
    clearAppBadge?(): Promise<void>;
  };
}

interface SubscribeOptions {
  userVisibleOnly: boolean;
  applicationServerKey: ArrayBuffer;
}

/** Shows what was pushed, unless the one it is for looks at the chat: it shows the message itself then. */
export async function pushed(text: string, { clients, registration, navigator }: Surroundings) {
  const { title, options, badge } = noticeOf(text, navigator.language);
  if (badge !== null) {
    const told = badge > 0 ? navigator.setAppBadge?.(badge) : navigator.clearAppBadge?.();
    await told?.catch(() => {}); // not everywhere an app has an icon
  }
  const looks = await isLookedAt(clients).catch(() => false); // whatever is wrong, it is shown
  if (!looks) {
    await registration.showNotification(title, options);
  }
}

async function isLookedAt(clients: Surroundings['clients']): Promise<boolean> {
  const windows = await chatWindows(clients);
  const front = windows.filter(each => each.focused && each.visibilityState === 'visible');
  return (await Promise.all(front.map(ask))).includes(true);
}

/** Goes to the conversation, in a window of the one who is notified, else in a new one. */
export async function clicked(data: unknown, { clients }: Surroundings): Promise<void> {
  const conversationId = idOf((data as { conversationId?: unknown } | null)?.conversationId);
  const windows = (await chatWindows(clients)).sort((a, b) => nearness(b) - nearness(a));
  const answers = await Promise.all(windows.map(ask));
  const best = windows[answers.indexOf(true)] ?? windows[answers.indexOf(null)];
  if (best) {
    best.postMessage({ type: 'open', conversationId });
    await best.focus();
  } else {
    await clients.openWindow(routeOf(conversationId));
  }
}

function nearness({ focused, visibilityState }: ChatWindow): number {
  return focused ? 2 : visibilityState === 'visible' ? 1 : 0;
}

/** Whether it is a window of the one who is notified: each may be of somebody else. Null: unknown. */
function ask(window: ChatWindow): Promise<Answer> {
  const { port1, port2 } = new MessageChannel();
  return new Promise<Answer>(resolve => {
    const timer = setTimeout(() => resolve(null), ANSWER_MS);
    port1.onmessage = ({ data }) => {
      clearTimeout(timer);
      resolve(data as Answer);
    };
    window.postMessage({ type: 'whose' }, [port2]);
  }).finally(() => port1.close());
}

/**
 * Subscribes again as before and tells the open windows, one of which hands the subscription in. With none
 * open, or when it does not succeed, the chat does so at its next start.
 */
export async function subscriptionChanged(
  key: ArrayBuffer | null | undefined,
  { clients, registration }: Surroundings,
): Promise<void> {
  if (key) {
    await registration.pushManager
      .subscribe({ userVisibleOnly: true, applicationServerKey: key })
      .catch(() => {});
  }
  for (const each of await chatWindows(clients)) {
    each.postMessage({ type: 'subscription' });
  }
}

/** The open windows of the chat; other pages may have the same origin. */
async function chatWindows(clients: Surroundings['clients']): Promise<ChatWindow[]> {
  const windows = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  return windows.filter(({ url }) => /^https?:\/\/[^/]+\/(index\.html)?([?#]|$)/.test(url));
}
