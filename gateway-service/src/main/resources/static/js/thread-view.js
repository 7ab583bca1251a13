// The open conversation: its messages, and the box to write in.

import { bubble, dayLine, update, waiting } from './bubbles.js';
import { $, arrange, paint, setText } from './dom.js';
import { dayKey } from './words.js';

const NEAR = 80;
const TYPING_EVERY_MS = 3_000;

export class ThreadView {
  #store;
  #drawn = null;
  #items = new Map();
  #days = new Map();
  #waiting = new Map();
  #drafts = new Map();
  #following = true;
  #typedAt = 0;

  constructor(store) {
    this.#store = store;
    $('composer').onsubmit = event => {
      event.preventDefault();
      this.#send();
    };
    $('send-box').onkeydown = event => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.#send();
      }
    };
    $('send-box').oninput = () => this.#typed();
    $('scroll').onscroll = () => this.#scrolled();
    $('newest').onclick = () => this.#toNewest();
    $('back').onclick = () => {
      location.hash = '#/';
    };
    document.addEventListener('visibilitychange', () => this.draw());
    addEventListener('focus', () => this.draw());
  }

  draw() {
    const conversation = this.#store.opened;
    $('open').hidden = !conversation;
    $('nothing-open').hidden = Boolean(conversation);
    $('chat').dataset.pane = conversation ? 'thread' : 'list';
    if (!conversation) {
      this.#drawn = null;
      return;
    }
    const switched = this.#drawn !== conversation.conversationId;
    if (switched) {
      this.#switch(conversation.conversationId);
    }
    this.#head(conversation);
    this.#messages(conversation);
    if (switched) {
      $('send-box').focus({ preventScroll: true });
    }
    if (this.#following && document.visibilityState === 'visible') {
      this.#store.seen(conversation.conversationId);
    }
  }

  #switch(id) {
    this.#drafts.set(this.#drawn, $('send-box').value);
    $('send-box').value = this.#drafts.get(id) ?? '';
    this.#drawn = id;
    this.#following = true;
    this.#items.clear();
    this.#days.clear();
    this.#waiting.clear();
    $('messages').replaceChildren();
  }

  #head(conversation) {
    const title = this.#store.title(conversation);
    const people = `${conversation.memberCount} members`;
    paint($('thread-avatar'), title, conversation.conversationId);
    setText($('thread-name'), title);
    setText($('thread-detail'), conversation.type === 'direct' ? '' : people);
    $('thread-detail').hidden = conversation.type === 'direct';
    const writing = this.#store.typing(conversation.conversationId);
    setText($('typing'), writing ? `${this.#store.name(writing)} is typing …` : '');
    $('older').hidden = !conversation.loading;
  }

  #messages(conversation) {
    const scroll = $('scroll');
    const first = $('messages').querySelector('[data-seq]');
    const offset = first ? first.offsetTop - scroll.scrollTop : 0;
    const last = this.#items.size ? Math.max(...this.#items.keys()) : 0;
    arrange($('messages'), this.#elements(conversation));
    if (this.#following) {
      scroll.scrollTop = scroll.scrollHeight;
    } else if (first?.isConnected) {
      scroll.scrollTop = first.offsetTop - offset; // older ones came in above: keep the view
    }
    const newest = conversation.messages.at(-1)?.seq ?? 0;
    if (this.#following) {
      $('newest').hidden = true;
    } else if (last && newest > last) {
      $('newest').hidden = false;
    }
  }

  #elements(conversation) {
    const elements = [];
    let before = null;
    for (const message of conversation.messages) {
      if (!before || dayKey(before.sentAt) !== dayKey(message.sentAt)) {
        elements.push(this.#once(this.#days, dayKey(message.sentAt), () => dayLine(message.sentAt)));
        before = null;
      }
      const item = this.#once(this.#items, message.seq, () => bubble(message, this.#store, conversation));
      update(item, message, before, this.#store);
      elements.push(item);
      before = message;
    }
    for (const entry of this.#store.outbox.of(conversation.conversationId)) {
      const key = `${entry.clientMessageId} ${entry.failed}`;
      elements.push(this.#once(this.#waiting, key, () => waiting(entry, this.#store)));
    }
    return elements;
  }

  #once(map, key, create) {
    if (!map.has(key)) {
      map.set(key, create());
    }
    return map.get(key);
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = $('scroll');
    this.#following = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.#following && !$('newest').hidden) {
      this.#store.changed();
    }
    if (scrollTop < 2 * NEAR && this.#drawn) {
      this.#store.older(this.#drawn);
    }
  }

  #toNewest() {
    this.#following = true;
    this.#store.changed();
  }

  #typed() {
    const now = Date.now();
    if (this.#drawn && $('send-box').value && now - this.#typedAt > TYPING_EVERY_MS) {
      this.#typedAt = now;
      this.#store.type(this.#drawn);
    }
  }

  #send() {
    const box = $('send-box');
    if (this.#drawn && box.value.trim() && this.#store.send(this.#drawn, box.value)) {
      box.value = '';
      this.#following = true;
      this.#typedAt = 0;
    }
    box.focus();
  }
}
