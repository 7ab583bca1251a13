// What cannot be reached from a test: a browser's push service, and, where the server has none yet, its routes.

import { createECDH, randomBytes } from 'node:crypto';
import type { BrowserContext, CDPSession, Page, Route } from 'playwright-core';
import type { Person } from './people.ts';
import { baseUrl, eventually } from './server.ts';

/** Where the page keeps what the push service gave it; nothing when it is subscribed to nothing. */
const ENDPOINT = 'test.endpoint';
const API = `${baseUrl}/api/v1`;

/** A P-256 point, as browsers make one for a subscription. */
const point = () => createECDH('prime256v1').generateKeys('base64url');

/**
 * Takes the place of the browser's push service in a context's pages that are loaded from now on: a
 * subscription is what `setEndpoint` says, and outlives the page as a real one does.
 */
export async function standInForPushService({ context, page }: Person): Promise<void> {
  const keys = { p256dh: point(), auth: randomBytes(16).toString('base64url') };
  await context.addInitScript(
    ({ keys, kept }) => {
      const subscription = (endpoint: string | null) => {
        if (!endpoint) {
          return null;
        }
        const [, , , key = ''] = endpoint.split('/');
        const bytes = atob(key.replaceAll('-', '+').replaceAll('_', '/'));
        return {
          endpoint,
          options: { applicationServerKey: Uint8Array.from(bytes, c => c.charCodeAt(0)).buffer },
          toJSON: () => ({ endpoint, expirationTime: null, keys }),
          unsubscribe: async () => {
            localStorage.removeItem(kept);
            return true;
          },
        };
      };
      const { prototype } = PushManager;
      prototype.getSubscription = async () =>
        subscription(localStorage.getItem(kept)) as PushSubscription | null;
      prototype.subscribe = async options => {
        if (!options?.userVisibleOnly) {
          throw new DOMException('Only what the user sees may be pushed', 'NotAllowedError');
        }
        localStorage.setItem(kept, `https://push.invalid/${options.applicationServerKey}/1`);
        return subscription(localStorage.getItem(kept)) as unknown as PushSubscription;
      };
    },
    { keys, kept: ENDPOINT },
  );
  await page.reload();
}

/** Where the page is subscribed, or null. */
export function endpoint(page: Page): Promise<string | null> {
  return page.evaluate(kept => localStorage.getItem(kept), ENDPOINT);
}

/** The push service gives the subscription another address. */
export function moveEndpoint(page: Page): Promise<void> {
  return page.evaluate(
    kept => localStorage.setItem(kept, (localStorage.getItem(kept) ?? '').replace(/1$/, '2')),
    ENDPOINT,
  );
}

/** What the page hands in: subscriptions in their order, null for each that it takes back. */
export function handedIn(page: Page): (string | null)[] {
  const told: (string | null)[] = [];
  page.on('response', response => {
    const request = response.request();
    if (request.url().endsWith('/push-token') && response.status() === 204) {
      told.push(request.method() === 'PUT' ? request.postDataJSON().subscription.endpoint : null);
    }
  });
  return told;
}

/** Answers in the server's place, unless it offers Web Push itself. */
export async function standInForRoutes({ context, page }: Person): Promise<void> {
  const offered = await page.evaluate(async api => {
    const { accessToken } = JSON.parse(sessionStorage.getItem('gostacker.tokens') ?? '{}');
    const answer = await fetch(`${api}/push`, {
      headers: { Authorization: `Bearer ${accessToken}` },
    });
    return answer.ok && (await answer.text()).includes('"webpush"');
  }, API);
  if (offered) {
    return;
  }
  console.log('push: the routes are stood in for, the server offers no webpush');
  const publicKey = point();
  const json = (answer: () => unknown) => (route: Route) => route.fulfill({ json: answer() });
  await context.route(
    `${API}/push`,
    json(() => ({ providers: [{ name: 'webpush', publicKey }] })),
  );
  await context.route(`${API}/devices/*/push-token`, route => route.fulfill({ status: 204 }));
  await keep(context, `${API}/users/me/notifications`, {
    hidePreviews: false,
    mentions: true,
    quietHours: null,
  });
  await keep(context, `${API}/conversations/*/notifications`, { mutedUntil: null });
}

/** A resource that is read, and changed by its fields. */
async function keep(context: BrowserContext, url: string, first: object): Promise<void> {
  let kept = first;
  await context.route(url, route => {
    kept = { ...kept, ...(route.request().postDataJSON() ?? {}) };
    return route.fulfill({ json: kept });
  });
}

/** Delivers pushes to the service worker, as the browser does that got them from its push service. */
export class PushService {
  private constructor(
    private readonly session: CDPSession,
    private readonly registrationId: string,
  ) {}

  /** @param page of the site, with its service worker registered */
  static async of(context: BrowserContext, page: Page): Promise<PushService> {
    const session = await context.newCDPSession(page);
    let registrationId = '';
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find(
        ({ scopeURL, isDeleted }) => scopeURL.startsWith(baseUrl) && !isDeleted,
      );
      registrationId = ours?.registrationId ?? registrationId;
    });
    await session.send('ServiceWorker.enable');
    await eventually(() => {
      if (!registrationId) {
        throw new Error('no service worker is registered');
      }
    });
    return new PushService(session, registrationId);
  }

  async deliver(push: object | string): Promise<void> {
    await this.session.send('ServiceWorker.deliverPushMessage', {
      origin: baseUrl,
      registrationId: this.registrationId,
      data: typeof push === 'string' ? push : JSON.stringify(push),
    });
  }
}

/** The notifications that are shown, by their tag; one that another should have replaced is told as `twice`. */
export function shown(page: Page) {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration('/');
    const notifications = (await registration?.getNotifications()) ?? [];
    const byTag: Record<string, string> = {};
    for (const { tag, title, body } of notifications) {
      byTag[tag in byTag ? 'twice' : tag] = `${title}: ${body}`;
    }
    return byTag;
  });
}
