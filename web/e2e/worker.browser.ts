// The SDK in a web worker of a real browser, where there is no window.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { theBrowser } from './people.ts';
import { baseUrl, eventually } from './server.ts';

const FILES: Record<string, string> = {
  'worker-test.html': '<!doctype html><title>A page with a worker</title>',
  'client.js': readFileSync(new URL('../sdk/dist/client.js', import.meta.url), 'utf8'),
  'worker-test.js': `
    import { GoStackerClient } from '/client.js';
    self.onmessage = async ({ data: { name, conversationId } }) => {
      const client = new GoStackerClient();
      const texts = [];
      client.on('message', ({ content }) => {
        texts.push(content.text);
        self.postMessage({ texts, window: typeof window });
      });
      await client.login(name, 'secret of ' + name, 'worker');
      await client.connect();
      client.send(conversationId, { type: 'text', text: 'from a worker' });
    };`,
};

const { enter } = theBrowser();

test('the SDK works in a web worker', async () => {
  const alice = await enter('alice');
  const bob = await enter('bob');
  await alice.startDirect(bob);
  await alice.say('hello');
  const page = await bob.context.newPage();
  for (const [name, body] of Object.entries(FILES)) {
    const contentType = name.endsWith('.js') ? 'text/javascript' : 'text/html';
    await bob.context.route(`${baseUrl}/${name}`, route => route.fulfill({ body, contentType }));
  }
  await page.goto(`${baseUrl}/worker-test.html`);
  await page.evaluate(
    told => {
      const worker = new Worker('/worker-test.js', { type: 'module' });
      worker.onmessage = ({ data }) => Object.assign(globalThis, { said: data });
      worker.postMessage(told);
    },
    { name: bob.name, conversationId: alice.page.url().split('/c/')[1] },
  );
  await eventually(async () => expect(await alice.texts()).toEqual(['hello', 'from a worker']));
  await eventually(async () =>
    expect(await page.evaluate(() => (globalThis as { said?: unknown }).said)).toEqual({
      texts: ['hello', 'from a worker'],
      window: 'undefined',
    }),
  );
  expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(2);
});
