// Notifications of this browser, for times when nobody looks at the chat.

import { GoStackerError, type Id, type Rest, type WebPushSubscription } from '@gostacker/client';

const WORKER = '/push-worker.js';
const KEY = 'gostacker.push';

/** Who handed the subscription in. A browser has one subscription for all tabs; who turned it on last has it. */
interface Kept {
  userId: Id;
  deviceId: string;
}

/** One user's notifications on one device. */
export class Push {
  #counted: number | undefined;

  constructor(
    private readonly rest: Rest,
    private readonly me: Id,
    private readonly deviceId: string,
  ) {}

  /** Whether this browser can be notified at all; over plain HTTP, but for localhost, none can. */
  get able(): boolean {
    return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
  }

  /** Whether the user, once asked, said no: only the browser's settings help. */
  get blocked(): boolean {
    return this.able && Notification.permission === 'denied';
  }

  get on(): boolean {
    return this.able && Notification.permission === 'granted' && this.#kept?.userId === this.me;
  }

  /** The key to subscribe with, or null when the server notifies no browsers. */
  async offered(): Promise<string | null> {
    const providers = await this.rest.pushProviders();
    return providers.find(({ name }) => name === 'webpush')?.publicKey?.replace(/=+$/, '') ?? null;
  }

  /** Asks for permission, so it may be called on a click only, and stays off without it. */
  async turnOn(key: string): Promise<void> {
    if ((await Notification.requestPermission()) === 'granted') {
      await this.#handIn(await this.#subscribe(key));
    }
  }

  async turnOff(): Promise<void> {
    const kept = this.#kept;
    if (kept?.userId === this.me) {
      await this.rest.removePushToken(kept.deviceId).catch(unlessGone);
      this.count(0);
      await this.#unsubscribe();
    }
  }

  /** When it is on: hands the subscription in again, as only the server knows whether it still has it. */
  async renew(): Promise<void> {
    const key = this.on ? await this.offered() : null;
    if (key) {
      await this.#handIn(await this.#subscribe(key));
    }
  }

  /** Other windows of this browser see from now on, until this one is gone, that it is this user's. */
  hold(): void {
    navigator.locks
      ?.request(lockOf(this.me), { mode: 'shared' }, () => new Promise(() => {}))
      .catch(() => {});
  }

  /** Somebody logged in: who was notified here before is so no more, unless a window of theirs is open. */
  async takeOver(): Promise<void> {
    const former = this.#kept?.userId;
    if (this.able && former && former !== this.me && !(await isHere(former))) {
      navigator.setAppBadge?.(0).catch(() => {});
      await this.#unsubscribe();
    }
  }

  /** The session ended by itself; the server forgets the token of its device, and of no other one. */
  async end(): Promise<void> {
    const kept = this.#kept;
    if (kept?.userId === this.me && kept.deviceId === this.deviceId) {
      this.count(0);
      await this.#unsubscribe();
    }
  }

  /** Before a log-out: this user is notified here no more, whichever window turned it on. */
  async leave(): Promise<void> {
    const kept = this.#kept;
    if (kept?.userId === this.me) {
      await this.rest.removePushToken(kept.deviceId).catch(() => {});
      this.count(0);
      await this.#unsubscribe();
    }
  }

  /** So many messages are unread: the app's icon shows it, where it has one. */
  count(unread: number): void {
    if (this.on && unread !== this.#counted) {
      this.#counted = unread;
      navigator.setAppBadge?.(unread).catch(() => {});
    }
  }

  /** A conversation was read: what notified of it goes away. */
  async read(conversationId: Id): Promise<void> {
    if (this.on) {
      const registration = await navigator.serviceWorker.getRegistration();
      await close(registration, { tag: conversationId });
    }
  }

  async #subscribe(key: string): Promise<WebPushSubscription> {
    await navigator.serviceWorker.register(WORKER, { updateViaCache: 'none' });
    const { pushManager } = await navigator.serviceWorker.ready;
    let subscription = await pushManager.getSubscription();
    if (subscription && keyOf(subscription) !== key) {
      await subscription.unsubscribe();
      subscription = null;
    }
    subscription ??= await pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: key,
    });
    const { keys } = subscription.toJSON();
    return {
      endpoint: subscription.endpoint,
      keys: { p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' },
    };
  }

  async #handIn(subscription: WebPushSubscription): Promise<void> {
    const { me, deviceId } = this;
    await this.rest.putPushToken(deviceId, { provider: 'webpush', subscription });
    const kept: Kept = { userId: me, deviceId };
    localStorage.setItem(KEY, JSON.stringify(kept));
  }

  /** It ends here first: whatever the browser says, nobody hands it in again. What it showed goes away. */
  async #unsubscribe(): Promise<void> {
    localStorage.removeItem(KEY);
    const registration = await navigator.serviceWorker.getRegistration();
    try {
      await close(registration);
    } finally {
      await (await registration?.pushManager.getSubscription())?.unsubscribe();
    }
  }

  get #kept(): Kept | null {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null');
  }
}

/** What is held by each window of a user. */
function lockOf(user: Id): string {
  return `gostacker.user.${user}`;
}

async function isHere(user: Id): Promise<boolean> {
  const locks = await navigator.locks?.query();
  return locks?.held?.some(({ name }) => name === lockOf(user)) ?? false;
}

async function close(
  registration: ServiceWorkerRegistration | undefined,
  which?: GetNotificationOptions,
): Promise<void> {
  for (const notification of (await registration?.getNotifications(which)) ?? []) {
    notification.close();
  }
}

function keyOf({ options }: PushSubscription): string {
  const bytes = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

function unlessGone(error: unknown): void {
  if (!(error instanceof GoStackerError) || error.status !== 404) {
    throw error;
  }
}
