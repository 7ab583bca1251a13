// A conversation of 5,000 messages: that it scrolls without a gap, without a jump and smoothly.

import { expect, test } from 'vitest';
import { type Person, theBrowser } from './people.ts';
import { baseUrl } from './server.ts';

const MANY = 5_000;
const FEW = 100;
/** Pixels a frame, as a fast finger does. */
const STEP = 300;

const { enter } = theBrowser();

// Once more if it fails: it counts frames on a machine that does other things too.
test('a conversation of 5,000 messages scrolls to its beginning without a gap or a jump', {
  retry: 1,
}, async () => {
  const alice = await enter('alice');
  const bob = await enter('bob');
  const carol = await enter('carol');
  await alice.startDirect(carol);
  await fill(alice, FEW);
  await alice.startDirect(bob);
  await fill(alice, MANY);
  await bob.open(alice.name);
  await bob.page.locator(`[data-seq="${MANY}"]`).waitFor();
  await bob.page.reload(); // what is shown then has to be loaded page by page
  await bob.page.locator(`[data-seq="${MANY}"]`).waitFor();
  expect(await bob.page.locator('[data-seq]').count()).toBeLessThan(500);
  const long = await scrollUp(bob);
  expect(long.seqs).toEqual(Array.from({ length: MANY }, (_, at) => at + 1));
  expect(long.jumps, 'pixels that what is read jumped by').toEqual([]);
  await bob.look('long-conversation');

  await carol.open(alice.name);
  await carol.page.locator(`[data-seq="${FEW}"]`).waitFor();
  const short = await scrollUp(carol);
  console.log(`frames while scrolling: ${told(MANY, long)}; ${told(FEW, short)}`);
  expect(long.median, 'the middle frame, of a long and a short conversation').toBeLessThan(
    3 * short.median,
  );
});

interface Scrolled {
  seqs: number[];
  /** Pixels by which what is read moved at once. */
  jumps: number[];
  frames: number;
  /** Milliseconds, as the rest. */
  median: number;
  p99: number;
  longest: number;
}

function told(count: number, { frames, median, p99, longest }: Scrolled): string {
  const [middle, most, worst] = [median, p99, longest].map(ms => ms.toFixed(1));
  return `${count} messages: ${frames} frames, median ${middle} ms, p99 ${most} ms, longest ${worst} ms`;
}

/** Scrolls from the end to the beginning and watches what is in view at each frame. */
function scrollUp(person: Person): Promise<Scrolled> {
  return person.page.evaluate(async step => {
    const scroll = document.querySelector('.scroll') as HTMLElement;
    const frame = () => new Promise<number>(requestAnimationFrame);
    const messages = () => [...document.querySelectorAll<HTMLElement>('[data-seq]')];
    const top = (element: HTMLElement) => element.getBoundingClientRect().top;
    const view = scroll.getBoundingClientRect();
    const durations: number[] = [];
    const jumps: number[] = [];
    let before = await frame();
    while (scroll.scrollTop > 1 || !document.querySelector('[data-seq="1"]')) {
      const x = view.left + view.width / 2;
      const y = view.top + view.height / 2;
      const read = [x, view.left + 40, view.right - 40]
        .map(at => document.elementFromPoint(at, y)?.closest<HTMLElement>('[data-seq]'))
        .find(found => found);
      const from = scroll.scrollTop;
      scroll.scrollTop = Math.max(0, from - step);
      const seq = read?.dataset.seq;
      const expected = read ? top(read) : 0;
      const now = await frame();
      durations.push(now - before);
      before = now;
      const still = document.querySelector<HTMLElement>(`[data-seq="${seq}"]`);
      if (still) {
        const jump = Math.abs(top(still) - expected);
        if (jump > 2) {
          jumps.push(Math.round(jump));
        }
      }
    }
    durations.sort((a, b) => a - b);
    const at = (share: number) =>
      durations[Math.min(durations.length - 1, Math.floor(durations.length * share))] ?? 0;
    return {
      seqs: messages().map(each => Number(each.dataset.seq)),
      jumps,
      frames: durations.length,
      median: at(0.5),
      p99: at(0.99),
      longest: at(1),
    };
  }, STEP);
}

/** Sends so many messages over REST, twenty at a time. */
async function fill(person: Person, count: number): Promise<void> {
  const token = await person.page.evaluate(
    () => JSON.parse(sessionStorage.getItem('gostacker.tokens') ?? '{}').accessToken,
  );
  const url = `${baseUrl}/api/v1/conversations/${person.page.url().split('/c/')[1]}/messages`;
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  let next = 0;
  const send = async () => {
    while (next < count) {
      const clientMessageId = `m-${++next}`;
      const content = { type: 'text', text: `message ${next}` };
      const body = JSON.stringify({ clientMessageId, content });
      const answer = await fetch(url, { method: 'POST', headers, body });
      expect(answer.status).toBe(201);
    }
  };
  await Promise.all(Array.from({ length: 20 }, send));
}
