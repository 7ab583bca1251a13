// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { zh } from '../src/zh.ts';

const src = new URL('../src/', import.meta.url);

test('every word of the page has its Chinese, and none is left over', () => {
  const used = new Set(['sent', 'delivered', 'read', 'owner', 'admin', 'member']);
  for (const file of readdirSync(src, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.ts') && file !== 'zh.ts') {
      const text = readFileSync(new URL(file, src), 'utf8');
      for (const call of text.matchAll(/\bt\(([^;]*?)\)/g)) {
        for (const [, words] of call[1]?.matchAll(/'((?:[^'\\]|\\.)+)'/g) ?? []) {
          used.add(words as string);
        }
      }
    }
  }
  expect([...used].filter(words => !(words in zh))).toEqual([]);
  expect(Object.keys(zh).filter(words => !used.has(words))).toEqual([]);
});

test('Chinese keeps what is put into the words', () => {
  const slots = (words: string) => (words.match(/\{\w+\}/g) ?? []).sort();
  for (const [english, chinese] of Object.entries(zh)) {
    expect(slots(chinese), english).toEqual(slots(english));
  }
});
