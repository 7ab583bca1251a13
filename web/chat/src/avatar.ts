import { html, type TemplateResult } from 'lit';

const HUES = 12;

/** A class whose colour is always the same for an id. */
export function hue(id: string): string {
  let hash = 7;
  for (const character of id) {
    hash = (hash * 31 + character.charCodeAt(0)) % 9973;
  }
  return `hue-${hash % HUES}`;
}

export function avatar(name: string, id: string): TemplateResult {
  const letter = Array.from(name.replace('…', '?'))[0]?.toUpperCase() ?? '?';
  return html`<span class="avatar ${hue(id)}" aria-hidden="true">${letter}</span>`;
}
