// What people see when the way to the server is cut, or their gateway is killed.

import { expect, test } from 'vitest';
import { type Person, phone, theBrowser } from './people.ts';
import { canHurt, eventually, hurt, isSuite } from './server.ts';

const { enter } = theBrowser();

const states = (person: Person) =>
  person.page
    .getByTestId('message')
    .evaluateAll(all => all.map(each => (each as HTMLElement).dataset.state));

test.runIf(canHurt)(
  'what is written offline waits, says so, and goes out once and in order',
  async () => {
    const alice = await enter('alice');
    const bob = await enter('bob', phone);
    await alice.startDirect(bob);
    await alice.say('before');
    await bob.open(alice.name);
    await eventually(async () => expect(await bob.texts()).toEqual(['before']));
    const banner = alice.page.getByTestId('connection-banner');
    await hurt('cut');
    await banner.filter({ hasText: /offline/i }).waitFor();
    for (const text of ['offline 1', 'offline 2', 'offline 3']) {
      await alice.say(text);
    }
    await eventually(async () =>
      expect(await states(alice)).toEqual(['sent', 'pending', 'pending', 'pending']),
    );
    await banner.filter({ hasText: '3 messages are queued' }).waitFor();
    await alice.look('offline-desktop');
    await bob.page
      .getByTestId('connection-banner')
      .filter({ hasText: /offline/i })
      .waitFor();
    await bob.look('offline-phone');
    await hurt('join');
    await eventually(async () => expect(await states(alice)).toEqual(Array(4).fill('sent')));
    const all = ['before', 'offline 1', 'offline 2', 'offline 3'];
    await eventually(async () => expect(await bob.texts()).toEqual(all));
    await banner.waitFor({ state: 'hidden' });
    await bob.say('after');
    await eventually(async () => expect(await alice.texts()).toEqual([...all, 'after']));
    expect(await bob.texts()).toEqual([...all, 'after']);
  },
);

test.runIf(isSuite)(
  'a gateway that is killed takes nothing with it, and people go on at another',
  async () => {
    const alice = await enter('alice');
    const bob = await enter('bob');
    await alice.startDirect(bob);
    await alice.say('0');
    await bob.open(alice.name);
    await eventually(async () => expect(await bob.texts()).toEqual(['0']));
    const expected = ['0'];
    for (let i = 1; i <= 40; i++) {
      await alice.say(String(i));
      expected.push(String(i));
      if (i === 20) {
        await hurt('kill-gateway');
      }
    }
    await eventually(async () => expect(await states(alice)).toEqual(Array(41).fill('sent')));
    await eventually(async () => expect(await bob.texts()).toEqual(expected));
    expect(await alice.texts()).toEqual(expected);
    await bob.say('here');
    await eventually(async () => expect(await alice.texts()).toEqual([...expected, 'here']));
  },
);
