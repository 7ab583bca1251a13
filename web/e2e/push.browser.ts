// Notifications: turned on and off, shown by the service worker, and how one is notified.

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { desktop, type Person, phone, theBrowser } from './people.ts';
import {
  endpoint,
  handedIn,
  moveEndpoint,
  PushService,
  shown,
  standInForPushService,
  standInForRoutes,
} from './push-stand-in.ts';
import { baseUrl, eventually, fresh } from './server.ts';

const { enter } = theBrowser();

async function withPush(name: string, device = desktop as typeof desktop | typeof phone) {
  const person = await enter(name, device);
  await person.context.grantPermissions(['notifications'], { origin: baseUrl });
  await standInForRoutes(person);
  await standInForPushService(person);
  return person;
}

async function openSettings({ page }: Person): Promise<void> {
  await page.getByTestId('settings').click();
  await page.getByTestId('hide-previews').waitFor();
}

async function close({ page }: Person): Promise<void> {
  await page.getByTestId('close-dialog').click();
  await page.locator('dialog').waitFor({ state: 'detached' });
}

async function turnOn(person: Person): Promise<void> {
  await openSettings(person);
  await person.page.getByTestId('push').click();
  await eventually(async () => expect(await endpoint(person.page)).not.toBeNull());
  await eventually(async () =>
    expect(await person.page.getByTestId('push').isChecked()).toBe(true),
  );
  await close(person);
}

/** Somebody in a window of their own, in a browser that others use too. */
async function registerIn(page: Page, name: string): Promise<void> {
  await page.goto(baseUrl);
  await page.getByTestId('username').fill(fresh(name));
  await page.getByTestId('password').fill('a long secret');
  await page.getByTestId('register-button').click();
  await page.getByTestId('my-name').waitFor();
}

const push = (conversationId: string, seq: number, body: string, mention = false) => ({
  conversationId,
  seq,
  title: 'Bob',
  body,
  badge: seq,
  mention,
});

test('a push is shown when nobody looks at the chat, and goes when it was read', async () => {
  const alice = await withPush('alice');
  const bob = await enter('bob');
  const { page } = alice;
  const other = await alice.context.newPage(); // somebody else in the same browser
  await registerIn(other, 'carol');
  await page.bringToFront();
  await turnOn(alice);
  await bob.startDirect(alice);
  await bob.say('Are you there?');
  const id = bob.page.url().split('/c/')[1] ?? '';
  await page.getByTestId('unread-badge').filter({ hasText: '1' }).waitFor();
  const service = await PushService.of(alice.context, page);

  await page.bringToFront();
  await page.evaluate(() =>
    navigator.serviceWorker.addEventListener('message', ({ data }) => {
      document.documentElement.dataset.asked = data.type; // and answered, by the chat
    }),
  );
  await service.deliver(push('1001', 1, 'while one looks'));
  await page.locator('[data-asked=whose]').waitFor({ state: 'attached' });

  await page.goto(`${baseUrl}/favicon.svg`); // a page of the site, but not the chat
  await other.bringToFront();
  await service.deliver(push('1002', 1, 'while Carol looks'));
  await eventually(async () =>
    expect(await shown(page)).toEqual({ 1002: 'Bob: while Carol looks' }),
  );

  await service.deliver(push(id, 1, 'Are you there?'));
  await eventually(async () =>
    expect(await shown(page)).toMatchObject({ [id]: 'Bob: Are you there?' }),
  );
  await service.deliver(push(id, 2, 'Hello?', true)); // in place of the first one
  await eventually(async () => expect(await shown(page)).toMatchObject({ [id]: 'Bob: Hello?' }));

  await service.deliver(push('1002', 1, ''));
  await service.deliver('no JSON at all');
  await eventually(async () =>
    expect(await shown(page)).toEqual({
      [id]: 'Bob: Hello?',
      1002: 'Bob: New message',
      GoStacker: 'GoStacker: New message',
    }),
  );

  await page.goto(`${baseUrl}/`);
  await page.getByTestId('conversation-item').first().waitFor();
  await page.evaluate(conversationId => {
    const data = { type: 'open', conversationId }; // as the worker says when it was clicked
    navigator.serviceWorker.dispatchEvent(new MessageEvent('message', { data }));
  }, id);
  await page.getByTestId('thread-name').filter({ hasText: bob.name }).waitFor();
  await eventually(async () =>
    expect(Object.keys(await shown(page)).sort()).toEqual(['1002', 'GoStacker']),
  );
});

test('a subscription is handed in when it changes, and ends with the log-out', async () => {
  const alice = await withPush('alice');
  const { page } = alice;
  const told = handedIn(page);
  await turnOn(alice);
  const first = await endpoint(page);
  expect(first).toMatch(/^https:\/\/push\.invalid\/[\w-]{87}\/1$/);
  await eventually(() => expect(told).toEqual([first]));

  await page.reload(); // nothing has changed, and only the server knows whether it has it
  await eventually(() => expect(told).toEqual([first, first]));
  await openSettings(alice);
  expect(await page.getByTestId('push').isChecked()).toBe(true);
  await moveEndpoint(page);
  await page.reload();
  const second = await endpoint(page);
  expect(second).not.toBe(first);
  await eventually(() => expect(told).toEqual([first, first, second]));

  await openSettings(alice);
  await page.getByTestId('push').click();
  await eventually(() => expect(told).toEqual([first, first, second, null]));
  await eventually(async () => expect(await endpoint(page)).toBeNull());
  await close(alice);

  await turnOn(alice);
  await eventually(() => expect(told).toEqual([first, first, second, null, first]));
  await page.getByTestId('logout').click();
  await page.getByTestId('login-form').waitFor();
  expect(await endpoint(page)).toBeNull();
});

for (const [width, device] of Object.entries({ desktop, phone })) {
  test(`how one is notified is set by keyboard, on a ${width}`, async () => {
    const alice = await withPush('alice', device);
    const bob = await enter('bob');
    const { page } = alice;
    const { keyboard } = page;
    const box = (name: string) => page.getByTestId(name);
    const saved = (method: string) =>
      page.waitForResponse(
        answer => answer.request().method() === method && answer.url().endsWith('/notifications'),
      );
    await openSettings(alice);
    for (const name of ['push', 'hide-previews', 'quiet-hours']) {
      await box(name).focus();
      await Promise.all([name === 'push' || saved('PATCH'), keyboard.press('Space')]);
      await eventually(async () => expect(await box(name).isChecked()).toBe(true));
    }
    await keyboard.press('Tab');
    expect(await box('quiet-from').evaluate(it => it.matches(':focus-visible'))).toBe(true);
    await Promise.all([saved('PATCH'), keyboard.press('ArrowDown')]); // an hour earlier
    await eventually(async () => expect(await box('quiet-from').inputValue()).toBe('21:00'));
    await box('mentions').focus();
    await Promise.all([saved('PATCH'), keyboard.press('Space')]);
    await eventually(async () => expect(await box('mentions').isChecked()).toBe(false));
    await alice.look(`notifications-${width}`);
    await close(alice);

    await openSettings(alice);
    expect(await box('push').isChecked()).toBe(true);
    expect(await box('hide-previews').isChecked()).toBe(true);
    expect(await box('quiet-from').inputValue()).toBe('21:00');
    expect(await box('quiet-to').inputValue()).toBe('07:00');
    expect(await box('mentions').isChecked()).toBe(false);
    const zone = await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
    expect(await box('quiet-zone').textContent()).toContain(zone);
    await Promise.all([saved('PATCH'), box('quiet-hours').click()]);
    await box('quiet-from').waitFor({ state: 'detached' });
    await close(alice);

    await alice.startDirect(bob);
    await box('details').click();
    const muted = () => box('mute').locator('option:checked').textContent();
    expect(await box('mute').inputValue()).toBe('');
    const mute = (value: string) => Promise.all([saved('PUT'), box('mute').selectOption(value)]);
    await mute('8');
    await eventually(async () => expect(await box('mute').inputValue()).toBe('until'));
    await alice.look(`mute-${width}`);
    await close(alice);
    await box('details').click();
    await eventually(async () => expect(await muted()).toMatch(/^Until .*\d/));
    await mute('forever');
    await close(alice);
    await box('details').click();
    await eventually(async () => expect(await muted()).toBe('Until turned on again'));
    await mute('');
    await close(alice);
    await box('details').click();
    await eventually(async () => expect(await muted()).toBe('Off'));
  });
}

test('what cannot be turned on says why, and what the server does not know is not shown', async () => {
  const alice = await enter('alice');
  await standInForRoutes(alice);
  await openSettings(alice);
  await alice.page.getByTestId('push').click(); // the browser of the tests says no by itself
  const note = alice.page.getByTestId('push-note');
  await note.filter({ hasText: 'The browser blocks it' }).waitFor();
  expect(await alice.page.getByTestId('push').isDisabled()).toBe(true);
  expect(await alice.page.getByTestId('push').isChecked()).toBe(false);
  await alice.look('notifications-blocked');
  await close(alice);

  await alice.context.route(`${baseUrl}/api/v1/push`, route =>
    route.fulfill({ json: { providers: [{ name: 'apns' }] } }),
  );
  await openSettings(alice);
  expect(await note.textContent()).toContain('This server does not notify browsers');
  await close(alice);

  for (const path of ['push', 'users/me/notifications', 'conversations/*/notifications']) {
    await alice.context.route(`${baseUrl}/api/v1/${path}`, route =>
      route.fulfill({ status: 404, json: { code: 'not_found' } }),
    );
  }
  const bob = await enter('bob');
  const unknown = () => alice.page.waitForResponse(/notifications$/);
  await Promise.all([unknown(), alice.page.getByTestId('settings').click()]);
  await alice.page.getByTestId('device').first().waitFor();
  expect(await alice.page.getByTestId('hide-previews').count()).toBe(0);
  expect(await alice.page.locator('dialog [role=alert]').allTextContents()).toEqual(['']);
  await close(alice);
  await alice.startDirect(bob);
  await Promise.all([unknown(), alice.page.getByTestId('details').click()]);
  await alice.page.getByTestId('member').nth(1).waitFor();
  expect(await alice.page.getByTestId('mute').count()).toBe(0);
  expect(await alice.page.getByTestId('dialog-error').textContent()).toBe('');
});
