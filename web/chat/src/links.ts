// Links in texts: only http and https, and never with the text's own markup.

import { html, type TemplateResult } from 'lit';

const LINK = /https?:\/\/[^\s<>"'`，。；：！？）】」』、]+/gi;
/** What ends a sentence rather than a link. */
const TRAILING = /[.,;:!?)\]}]+$/;

/** The address if it is one of the web, else null: `javascript:` and the like are never followed. */
export function webAddress(url: string): string | null {
  try {
    const { protocol, href } = new URL(url);
    return protocol === 'http:' || protocol === 'https:' ? href : null;
  } catch {
    return null;
  }
}

export function link(url: string, words: string): TemplateResult | string {
  const address = webAddress(url);
  return address
    ? html`<a href=${address} target="_blank" rel="noopener noreferrer nofollow">${words}</a>`
    : words;
}

/** A text as pieces of text and links. */
export function linked(text: string): (TemplateResult | string)[] {
  const pieces: (TemplateResult | string)[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const url = match[0].replace(TRAILING, '');
    pieces.push(text.slice(end, match.index), link(url, url));
    end = match.index + url.length;
  }
  pieces.push(text.slice(end));
  return pieces;
}
