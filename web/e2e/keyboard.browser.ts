// The chat without a mouse.

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { theBrowser } from './people.ts';
import { baseUrl, eventually, fresh } from './server.ts';

const { enter, browser } = theBrowser();

const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const { testid, conversationId } = element.dataset;
    const seen = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0;
    return { at: testid ?? element.className, conversationId, seen };
  });

/** Presses a key until the focus is there, and sees on the way that one sees where it is. */
async function goTo(page: Page, place: string, key = 'Tab'): Promise<void> {
  const way: string[] = [];
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press(key);
    const { at, seen } = await focused(page);
    expect(seen, `whether one sees that the focus is at ${at}`).toBe(true);
    if (at === place) {
      return;
    }
    way.push(at);
  }
  throw new Error(`${key} does not lead to ${place}, only to ${way}`);
}

const isAt = (page: Page, place: string) =>
  eventually(async () => expect((await focused(page)).at).toBe(place));

test('everything one does every day is done without a mouse', async () => {
  const bob = await enter('bob');
  const page = await browser().newPage();
  const { keyboard } = page;
  const name = fresh('alice');
  const heading = page.getByTestId('thread-name');
  const item = (of: string) => page.getByTestId('conversation-item').filter({ hasText: of });

  // In
  await page.goto(baseUrl);
  await isAt(page, 'username');
  await keyboard.type(name);
  await goTo(page, 'password');
  await keyboard.type('a long secret');
  await goTo(page, 'register-button');
  await keyboard.press('Enter');
  await page.getByTestId('my-name').waitFor();

  // A chat
  await goTo(page, 'new-chat');
  await keyboard.press('Enter');
  await isAt(page, 'user-search');
  await keyboard.type(bob.name);
  await page.getByTestId('user-result').waitFor();
  await keyboard.press('Enter');
  await heading.filter({ hasText: bob.name }).waitFor();
  await isAt(page, 'send-box');
  await keyboard.type('one');
  await keyboard.press('Shift+Enter');
  await keyboard.type('two');
  await keyboard.press('Enter');
  await bob.open(name);
  await eventually(async () => expect(await bob.texts()).toEqual(['one\ntwo']));

  // The list, and a group
  await keyboard.press('Escape');
  await isAt(page, 'conversation-item');
  await heading.waitFor({ state: 'detached' });
  await goTo(page, 'new-group', 'Shift+Tab');
  await keyboard.press('Space');
  await isAt(page, 'group-name');
  const group = `Lake ${name}`;
  await keyboard.type(group);
  await goTo(page, 'join-policy');
  await keyboard.press('ArrowDown');
  await goTo(page, 'user-search');
  await keyboard.type(bob.name);
  await page.getByTestId('user-result').waitFor();
  await keyboard.press('Enter');
  await page.locator('.chosen button').waitFor();
  await goTo(page, 'create-group');
  await keyboard.press('Enter');
  await heading.filter({ hasText: group }).waitFor();
  await isAt(page, 'send-box');

  // Its details, left with Escape: the focus is where it was
  await goTo(page, 'details', 'Shift+Tab');
  await keyboard.press('Enter');
  await page.getByTestId('member').filter({ hasText: bob.name }).waitFor();
  await goTo(page, 'close-dialog');
  await keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
  await isAt(page, 'details');
  await goTo(page, 'scroll');

  // From one conversation to the other
  await keyboard.press('Escape');
  await isAt(page, 'conversation-item');
  await keyboard.press('Home');
  await item(group).and(page.locator(':focus')).waitFor();
  await keyboard.press('ArrowDown');
  await item(bob.name).and(page.locator(':focus')).waitFor();
  await keyboard.press('ArrowDown'); // there is none below
  await keyboard.press('Enter');
  await heading.filter({ hasText: bob.name }).waitFor();
  await isAt(page, 'send-box');

  // Found by its name
  await keyboard.press('Escape');
  await keyboard.press('Home');
  await keyboard.press('ArrowUp');
  await isAt(page, 'search');
  await keyboard.type('lake');
  await item(bob.name).waitFor({ state: 'detached' });
  await keyboard.press('Enter');
  await heading.filter({ hasText: group }).waitFor();

  // Out
  await keyboard.press('Escape');
  await goTo(page, 'logout', 'Shift+Tab');
  await keyboard.press('Enter');
  await isAt(page, 'username');
  await page.close();
});
