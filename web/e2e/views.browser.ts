// Each view, on a desktop and on a phone: a picture of it, and nothing in it that keeps people out.

import { expect, test } from 'vitest';
import { desktop, look, phone, theBrowser } from './people.ts';
import { baseUrl, eventually } from './server.ts';

const { enter, browser } = theBrowser();

for (const [width, device] of Object.entries({ desktop, phone })) {
  test(`the views on a ${width}`, async () => {
    const door = await browser().newPage(device);
    await door.goto(baseUrl);
    await door.getByTestId('login-form').waitFor();
    await look(door, `sign-in-${width}`);
    await door.close();

    const alice = await enter('alice', device);
    const bob = await enter('bob');
    const { page } = alice;
    const toTheList = async () => {
      await page.goto(`${baseUrl}/#/`);
      await page.getByTestId('conversation-item').first().waitFor();
    };
    await alice.look(`list-empty-${width}`);

    await page.getByTestId('new-chat').click();
    await page.getByTestId('user-search').fill(bob.name);
    await page.getByTestId('user-result').first().waitFor();
    await alice.look(`new-chat-${width}`);
    await page.locator(`[data-username="${bob.name}"]`).click();
    await page.getByTestId('thread-name').filter({ hasText: bob.name }).waitFor();
    await alice.say('Shall we go to the lake? https://example.org/lake');
    await bob.open(alice.name);
    await bob.say('Yes!\nI bring the boat.');
    await eventually(async () => expect(await alice.texts()).toHaveLength(2));
    await page.locator('[data-progress=read]').waitFor();
    await alice.look(`thread-${width}`);
    await page.getByTestId('attach').click();
    await page.getByTestId('attach-url').fill(`${baseUrl}/favicon.svg`);
    await alice.look(`attach-${width}`);
    await page.getByTestId('close-dialog').click();

    await toTheList();
    await page.getByTestId('new-group').click();
    await page.getByTestId('group-name').fill('Sailors');
    await alice.find(bob);
    await alice.look(`new-group-${width}`);
    await page.getByTestId('create-group').click();
    await page.getByTestId('thread-name').filter({ hasText: 'Sailors' }).waitFor();
    await page.getByTestId('details').click();
    await page.getByTestId('member').nth(1).waitFor();
    await alice.look(`details-${width}`);
    await page.getByTestId('close-dialog').click();

    await toTheList();
    await bob.say('The wind is good');
    await page.getByTestId('unread-badge').filter({ hasText: '1' }).waitFor();
    await alice.look(`list-${width}`);
    const open = `Harbour ${bob.name}`;
    await bob.startGroup(open, 'open');
    await eventually(async () => {
      await page.getByTestId('search').fill('');
      await page.getByTestId('search').fill(open); // it can be found when MySQL has it
      await page.getByTestId('open-group').waitFor({ timeout: 2_000 });
    });
    await alice.look(`search-${width}`);
    await page.getByTestId('search').fill('');
    await page.getByTestId('settings').click();
    await page.getByTestId('device').first().waitFor();
    await alice.look(`settings-${width}`);
  });
}
