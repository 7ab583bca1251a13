// Messages as they are drawn.

import type { AnyContent, Message, OutboxEntry } from '@gostacker/client';
import { html, nothing, type TemplateResult } from 'lit';
import { hue } from './avatar.ts';
import { t } from './i18n.ts';
import { link, linked, webAddress } from './links.ts';
import type { Held, Store } from './store.ts';
import { fullTime, system, time, unknown } from './words.ts';

const RECEIPTS = { sent: '✓', delivered: '✓✓', read: '✓✓' };
const TOGETHER_MS = 5 * 60_000;

/** Whether it follows the one before closely enough to need no sender's name of its own. */
function follows(message: Message, before: Message | undefined): boolean {
  return (
    before !== undefined &&
    before.content.type !== 'system' &&
    before.senderId === message.senderId &&
    Date.parse(message.sentAt) - Date.parse(before.sentAt) < TOGETHER_MS
  );
}

/** A message that stands. */
export function bubble(
  message: Message,
  before: Message | undefined,
  conversation: Held,
  store: Store,
): TemplateResult {
  const { content, seq, senderId } = message;
  if (content.type === 'system') {
    return html`<li class="system" data-testid="message" data-state="system" data-seq=${seq}>
      ${system(content, store)}
    </li>`;
  }
  const own = senderId === store.me;
  const first = !follows(message, before);
  const named = !own && first && conversation.type !== 'direct';
  return html`<li
    class="bubble ${own ? 'own' : ''} ${first ? 'first' : ''}"
    data-testid="message"
    data-state="sent"
    data-seq=${seq}
  >
    ${
      named
        ? html`<div class="from ${hue(senderId)}" data-testid="message-from">${store.name(senderId)}</div>`
        : nothing
    }
    ${body(content)}
    <div class="meta">
      <time datetime=${message.sentAt} title=${fullTime(message.sentAt)}>${time(message.sentAt)}</time>
      ${own && conversation.type === 'direct' ? receipt(message, store) : nothing}
    </div>
  </li>`;
}

function receipt(message: Message, store: Store): TemplateResult {
  const progress = store.progress(message);
  return html`<span
    class="receipt ${progress}"
    role="img"
    aria-label=${t(progress)}
    data-testid="receipt"
    data-progress=${progress}
    >${RECEIPTS[progress]}</span
  >`;
}

/** A message that still waits, or was refused. */
export function waiting(entry: OutboxEntry, store: Store): TemplateResult {
  const state = entry.failed ? 'failed' : 'pending';
  return html`<li class="bubble own first ${state}" data-testid="message" data-state=${state}>
    ${body(entry.content)}
    ${
      entry.failed
        ? html`<div class="why">
          ${t('Not sent: {why}', { why: entry.failed.message })}
          <button type="button" data-testid="retry" @click=${() => store.client.retry(entry)}>
            ${t('Try again')}
          </button>
          <button type="button" data-testid="discard" @click=${() => store.client.discard(entry)}>
            ${t('Discard')}
          </button>
        </div>`
        : html`<div class="meta">
          <time datetime=${entry.writtenAt}>${time(entry.writtenAt)}</time>
          <span class="receipt" role="img" aria-label=${t('waiting')}>…</span>
        </div>`
    }
  </li>`;
}

function body(content: AnyContent): TemplateResult {
  switch (content.type) {
    case 'text':
      return html`<div class="text" data-testid="message-text" dir="auto">${linked(content.text)}</div>`;
    case 'image':
      return image(content.url, content.width, content.height);
    case 'voice':
      return webAddress(content.url)
        ? html`<audio controls preload="none" src=${content.url}></audio>`
        : placeholder();
    case 'file':
      return html`<div data-testid="message-file">
        📎 ${link(content.url, content.name)}
        ${content.size > 0 ? html`<span class="quiet small">${size(content.size)}</span>` : nothing}
      </div>`;
    default:
      return placeholder();
  }
}

function image(url: string, width: number, height: number): TemplateResult {
  const address = webAddress(url);
  if (!address) {
    return placeholder();
  }
  return html`<a href=${address} target="_blank" rel="noopener noreferrer nofollow">
    <img
      class="picture"
      data-testid="message-image"
      src=${address}
      width=${width || nothing}
      height=${height || nothing}
      loading="lazy"
      referrerpolicy="no-referrer"
      alt=${t('Image')}
    />
  </a>`;
}

function placeholder(): TemplateResult {
  return html`<div class="text unknown" data-testid="message-text">${unknown()}</div>`;
}

function size(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
