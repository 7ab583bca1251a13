// The list of conversations.

import { $, arrange, make, paint, setText } from './dom.js';
import { moment, summary } from './words.js';

export class ListView {
  #store;
  #items = new Map();

  constructor(store) {
    this.#store = store;
  }

  draw() {
    const list = this.#store.list;
    const ids = new Set(list.map(conversation => conversation.conversationId));
    for (const id of this.#items.keys()) {
      if (!ids.has(id)) {
        this.#items.delete(id);
      }
    }
    arrange($('conversations'), list.map(conversation => this.#item(conversation)));
    $('no-conversations').hidden = list.length > 0;
    const unread = this.#store.unread;
    document.title = unread > 0 ? `(${unread}) GoStacker` : 'GoStacker';
  }

  #item(conversation) {
    const id = conversation.conversationId;
    if (!this.#items.has(id)) {
      this.#items.set(id, this.#make(id));
    }
    const item = this.#items.get(id);
    const [avatar, name, when, last, badge] = item.firstChild.children;
    const title = this.#store.title(conversation);
    const message = conversation.lastMessage;
    paint(avatar, title, id);
    setText(name, title);
    setText(when, message ? moment(message.sentAt) : '');
    setText(last, message ? summary(message, conversation, this.#store) : 'No messages yet');
    setText(badge, String(conversation.unread));
    badge.hidden = conversation.unread === 0;
    badge.setAttribute('aria-label', `${conversation.unread} unread`);
    if (id === this.#store.openId) {
      item.firstChild.setAttribute('aria-current', 'true');
    } else {
      item.firstChild.removeAttribute('aria-current');
    }
    return item;
  }

  #make(id) {
    const button = make(
      'button',
      {
        type: 'button',
        className: 'conversation',
        data: { testid: 'conversation-item', conversationId: id },
        onclick: () => {
          location.hash = `#/c/${id}`;
        },
      },
      make('span', { className: 'avatar', ariaHidden: 'true' }),
      make('span', { className: 'name clip', data: { testid: 'conversation-name' } }),
      make('span', { className: 'when' }),
      make('span', { className: 'last clip', data: { testid: 'last-message' } }),
      make('span', { className: 'badge', data: { testid: 'unread-badge' } }),
    );
    return make('li', {}, button);
  }
}
