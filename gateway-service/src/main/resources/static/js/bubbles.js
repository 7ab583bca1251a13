// Messages as elements.

import { hue, make, setText } from './dom.js';
import { body, day, system, time } from './words.js';

const RECEIPTS = { sent: '✓', delivered: '✓✓', read: '✓✓' };

export function dayLine(iso) {
  return make('li', { className: 'day' }, day(iso));
}

/** A message that has its place; receipts and names are brought up to date by update(). */
export function bubble(message, store, conversation) {
  const data = { testid: 'message', seq: message.seq };
  if (message.content.type === 'system') {
    return make('li', { className: 'system', data: { ...data, state: 'system' } });
  }
  const own = message.senderId === store.me;
  const item = make('li', {
    className: own ? 'bubble own' : 'bubble',
    data: { ...data, state: 'sent', clientMessageId: message.clientMessageId },
  });
  if (!own && conversation.type !== 'direct') {
    const from = make('div', { className: 'from', data: { testid: 'message-from' } });
    from.style.setProperty('--hue', hue(message.senderId));
    item.append(from);
  }
  item.append(text(message.content), meta(message.sentAt));
  if (own && conversation.type === 'direct') {
    item.lastChild.append(make('span', { className: 'receipt', role: 'img', data: { testid: 'receipt' } }));
  }
  return item;
}

/** Whether it follows the one before it closely enough to need no sender's name of its own. */
export function follows(message, before) {
  return before
    && before.content.type !== 'system'
    && before.senderId === message.senderId
    && Date.parse(message.sentAt) - Date.parse(before.sentAt) < 5 * 60_000;
}

export function update(item, message, before, store) {
  if (message.content.type === 'system') {
    setText(item, system(message.content, store));
    return;
  }
  const first = !follows(message, before);
  item.classList.toggle('first', first);
  const from = item.querySelector('.from');
  if (from) {
    setText(from, store.name(message.senderId));
    from.hidden = !first;
  }
  const receipt = item.querySelector('.receipt');
  if (receipt) {
    const progress = store.progress(message.conversationId, message.seq);
    setText(receipt, RECEIPTS[progress]);
    receipt.classList.toggle('read', progress === 'read');
    receipt.dataset.progress = progress;
    receipt.setAttribute('aria-label', progress);
  }
}

/** A message that still waits, or was refused. */
export function waiting(entry, store) {
  const state = entry.failed ? 'failed' : 'pending';
  const item = make(
    'li',
    {
      className: `bubble own first ${state}`,
      data: { testid: 'message', state, clientMessageId: entry.clientMessageId },
    },
    text(entry.content),
  );
  if (!entry.failed) {
    const clock = make('span', { className: 'receipt', role: 'img', ariaLabel: 'waiting' }, '…');
    item.append(meta(entry.writtenAt));
    item.lastChild.append(clock);
    return item;
  }
  const again = () => store.retry(entry);
  const discard = () => store.discard(entry);
  item.append(
    make(
      'div',
      { className: 'why' },
      `Not sent: ${entry.failed}`,
      make('button', { type: 'button', data: { testid: 'retry' }, onclick: again }, 'Try again'),
      make('button', { type: 'button', data: { testid: 'discard' }, onclick: discard }, 'Discard'),
    ),
  );
  return item;
}

function text(content) {
  const words = body(content);
  return make(
    'div',
    { className: words === null ? 'text unknown' : 'text', data: { testid: 'message-text' } },
    words ?? `A message that this page cannot show (${content.type})`,
  );
}

function meta(iso) {
  return make('div', { className: 'meta' }, make('time', { dateTime: iso, title: new Date(iso).toLocaleString() }, time(iso)));
}
