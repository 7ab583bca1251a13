import { expect, test } from 'vitest';
import { linked, webAddress } from '../src/links.ts';

/** The pieces of a text, links in brackets. */
function pieces(text: string): string {
  return linked(text)
    .map(piece => (typeof piece === 'string' ? piece : `[${piece.values[0]}]`))
    .join('');
}

test('finds links, and leaves out what ends the sentence', () => {
  expect(pieces('see https://example.org/a?b=c#d, or http://x.y.')).toBe(
    'see [https://example.org/a?b=c#d], or [http://x.y/].',
  );
  expect(pieces('看 https://example.org。好')).toBe('看 [https://example.org/]。好');
  expect(pieces('(https://example.org)')).toBe('([https://example.org/])');
  expect(pieces('no link here')).toBe('no link here');
});

test('never makes a link of anything but the web', () => {
  for (const text of [
    'javascript:alert(1)',
    'data:text/html,x',
    'https://',
    'ftp://x',
    '<b>https</b>',
  ]) {
    expect(pieces(text)).toBe(text);
  }
  expect(webAddress('javascript:alert(1)')).toBeNull();
  expect(webAddress(' java\nscript:alert(1)')).toBeNull();
  expect(webAddress('//example.org')).toBeNull();
  expect(webAddress('HTTPS://EXAMPLE.org')).toBe('https://example.org/');
});
