import { expect, test } from 'vitest';
import { Timelines } from '../src/timelines.ts';
import type { Message } from '../src/types.ts';
import { message } from './scripted-server.ts';

/** Lehmer's generator: the same seed gives the same numbers below `n`. */
function randomFrom(seed: number) {
  let state = seed;
  return (n: number) => {
    state = (state * 48271) % 2147483647;
    return state % n;
  };
}

test('every message comes out once and in order, whatever is lost, repeated or late', () => {
  for (let seed = 1; seed <= 500; seed++) {
    const random = randomFrom(seed);
    const exists: Message[] = [];
    for (let seq = 1 + random(3), count = 0; count < 30; count++) {
      exists.push(message(seq));
      seq += random(10) === 0 ? 1000 : 1;
    }
    const out: number[] = [];
    const timelines = new Timelines(({ seq }) => out.push(seq));
    const sync = (upTo: number, most: number) => {
      const cursor = timelines.ask()['7'] ?? 0;
      const news = exists.slice(0, upTo).filter(({ seq }) => seq > cursor);
      const hasMore = news.length > most;
      const part = {
        conversationId: '7',
        lastSeq: 0,
        readSeq: 0,
        messages: news.slice(0, most),
        hasMore,
      };
      timelines.synced({ conversations: news.length ? [part] : [] });
    };
    for (let step = 0; step < 80; step++) {
      const upTo = 1 + random(exists.length);
      if (random(8) === 0) {
        sync(exists.length, 10);
      } else {
        timelines.live(exists[upTo - 1] as Message);
      }
    }
    sync(exists.length, 100);
    expect(out, `seed ${seed}`).toEqual(exists.map(({ seq }) => seq));
    expect(timelines.gap).toBe(false);
  }
});

test('holds a bounded number of messages that wait for one that is missing', () => {
  const out: number[] = [];
  const timelines = new Timelines(({ seq }) => out.push(seq));
  for (let seq = 2; seq <= 2_000; seq++) {
    timelines.live(message(seq));
  }
  timelines.live(message(1));
  expect(out).toEqual(Array.from({ length: 256 }, (_, at) => at + 1));
});

test('what is skipped does not come any more, what follows does', () => {
  const out: number[] = [];
  const timelines = new Timelines(({ seq }) => out.push(seq));
  timelines.live(message(1));
  timelines.live(message(11));
  timelines.live(message(5));
  timelines.skipTo('7', 10);
  timelines.live(message(9));
  expect(out).toEqual([1, 11]);
  timelines.skipTo('7', 3);
  expect(timelines.cursor('7')).toBe(11);
});
