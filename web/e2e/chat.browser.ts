import { expect, test } from 'vitest';
import { phone, theBrowser } from './people.ts';
import { baseUrl, eventually } from './server.ts';

const { enter, browser } = theBrowser();

test('two people chat, one of them on a phone, and a reload keeps everything', async () => {
  const alice = await enter('alice');
  const bob = await enter('bob', phone);
  await alice.startDirect(bob);
  await alice.say('Hello <b>Bob</b>, see https://example.org/x?y=1.');
  await bob.page.getByTestId('unread-badge').filter({ hasText: '1' }).waitFor();
  await bob.open(alice.name);
  await eventually(async () =>
    expect(await bob.texts()).toEqual(['Hello <b>Bob</b>, see https://example.org/x?y=1.']),
  );
  expect(await bob.page.locator('.text a').getAttribute('href')).toBe('https://example.org/x?y=1');
  await bob.say('two\nlines');
  await alice.page.locator('[data-progress=read]').waitFor();
  await alice.page.reload();
  await eventually(async () => expect(await alice.texts()).toHaveLength(2));
  await alice.page.getByTestId('thread-name').filter({ hasText: bob.name }).waitFor();
});

test('one sees the other one type, and a wrong password is refused in words', async () => {
  const alice = await enter('alice');
  const bob = await enter('bob');
  await alice.startDirect(bob);
  await alice.say('hi');
  await alice.page.locator('[data-progress=delivered]').waitFor();
  await bob.open(alice.name);
  await bob.page.getByTestId('send-box').pressSequentially('well');
  await alice.page.getByTestId('typing').filter({ hasText: bob.name }).waitFor();
  const stranger = await browser().newPage();
  await stranger.goto(baseUrl);
  await stranger.getByTestId('username').fill(alice.name);
  await stranger.getByTestId('password').fill('not the one');
  await stranger.getByTestId('login-button').click();
  await eventually(async () =>
    expect(await stranger.getByTestId('login-error').textContent()).not.toBe(''),
  );
  expect(await stranger.getByTestId('my-name').count()).toBe(0);
  await stranger.close();
});

test('a group: who asks is let in, becomes an admin, and is removed', async () => {
  const alice = await enter('alice');
  const bob = await enter('bob');
  const group = `Lake ${alice.name}`;
  await alice.startGroup(group, 'approval');
  await alice.page.locator('[data-state=system]').filter({ hasText: 'created' }).waitFor();
  await bob.page.goto(alice.page.url());
  await bob.page.getByTestId('join-by-link').click();
  await bob.page.getByTestId('join-answer').filter({ hasText: 'asked' }).waitFor();
  await alice.page.getByTestId('details').click();
  await alice.page.getByTestId('approve').click();
  const row = alice.page.getByTestId('member').filter({ hasText: bob.name });
  await row.waitFor();
  await row.getByTestId('toggle-admin').click();
  await alice.page.locator('[data-testid=member][data-role=admin]').waitFor();
  await bob.page.getByTestId('thread-name').filter({ hasText: group }).waitFor();
  await bob.say('Thanks');
  await row.getByTestId('remove').click();
  await row.getByTestId('remove').click();
  await row.waitFor({ state: 'detached' });
  await eventually(async () =>
    expect(await bob.page.getByTestId('conversation-item').filter({ hasText: group }).count()).toBe(
      0,
    ),
  );
});

test('an open group is found by its name, and the list by what was said', async () => {
  const alice = await enter('alice');
  const bob = await enter('bob', phone);
  const group = `Open ${alice.name}`;
  await alice.startGroup(group, 'open');
  await alice.say('We meet at noon');
  await eventually(async () => {
    await bob.page.getByTestId('search').fill('');
    await bob.page.getByTestId('search').fill(group); // it can be found when MySQL has it
    await bob.page.getByTestId('open-group').waitFor({ timeout: 2_000 });
  });
  await bob.page.getByTestId('join').click();
  await bob.say('I am in');
  await bob.page.getByTestId('back').click();
  await bob.page.getByTestId('conversation-item').filter({ hasText: group }).waitFor();
  await alice.page.getByTestId('message-from').filter({ hasText: bob.name }).waitFor();
  await alice.page.getByTestId('search').fill('no such thing');
  await alice.page.getByTestId('conversation-item').waitFor({ state: 'detached' });
  await alice.page.getByTestId('search').fill('i am in');
  await alice.page.getByTestId('conversation-item').waitFor();
});

test('an image and a file by their address; Chinese, dark, and the devices', async () => {
  const alice = await enter('alice');
  const bob = await enter('bob');
  await alice.startDirect(bob);
  await alice.page.getByTestId('attach').click();
  await alice.page.getByTestId('attach-url').fill('javascript:alert(1)');
  await alice.page.getByTestId('attach-file').click();
  await alice.page.getByTestId('dialog-error').filter({ hasText: 'no address' }).waitFor();
  await alice.page.getByTestId('attach-url').fill(`${baseUrl}/favicon.svg`);
  await alice.page.getByTestId('attach-image').click();
  await alice.page.getByTestId('message-image').waitFor();
  await alice.page.getByTestId('attach').click();
  await alice.page.getByTestId('attach-url').fill('https://example.org/files/plan%20b.pdf');
  await alice.page.getByTestId('attach-file').click();
  await bob.open(alice.name);
  await bob.page.getByTestId('message-file').filter({ hasText: 'plan b.pdf' }).waitFor();
  await bob.page.getByTestId('settings').click();
  await bob.page.getByTestId('device').first().waitFor();
  await bob.page.getByTestId('theme').selectOption('dark');
  await bob.page.getByTestId('language').selectOption('zh');
  await bob.page.getByTestId('close-dialog').filter({ hasText: '关闭' }).waitFor();
  await bob.look('settings-dark-chinese');
  await bob.page.getByTestId('close-dialog').click();
  await bob.page.getByTestId('new-chat').filter({ hasText: '新聊天' }).waitFor();
  await bob.look('thread-dark-chinese');
});
