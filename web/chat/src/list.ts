// The list of conversations, with the search.

import type { FoundConversation } from '@gostacker/client';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { avatar } from './avatar.ts';
import { StoreElement } from './element.ts';
import { t } from './i18n.ts';
import type { Held } from './store.ts';
import { moment, summary } from './words.ts';

const WAIT_MS = 250;

class ChatList extends StoreElement {
  #query = '';
  #found: FoundConversation[] = [];
  #search = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #problem = '';

  protected override render() {
    const { store } = this;
    const all = store.list;
    const wanted = this.#query.toLowerCase();
    const shown = all.filter(each => this.#matches(each, wanted));
    const others = this.#found.filter(each => !store.conversations.has(each.conversationId));
    const { unread } = store;
    document.title = unread > 0 ? `(${unread}) GoStacker` : 'GoStacker';
    store.push.count(unread);
    return html`<label class="search">
        <span class="hidden">${t('Search conversations and open groups')}</span>
        <input
          type="search"
          data-testid="search"
          placeholder=${t('Search conversations and open groups')}
          autocomplete="off"
          @input=${this.#typed}
          @keydown=${this.#searchKey}
        />
      </label>
      <ul class="conversations" data-testid="conversation-list" @keydown=${this.#listKey}>
        ${repeat(
          shown,
          each => each.conversationId,
          each => this.#item(each),
        )}
        ${others.length ? html`<li class="section quiet small">${t('Open groups')}</li>` : nothing}
        ${others.map(each => this.#open(each))}
        ${this.#problem ? html`<li class="error pad" role="alert">${this.#problem}</li>` : nothing}
      </ul>
      <p class="quiet pad" ?hidden=${all.length > 0 || others.length > 0 || !store.listed}>
        ${t('No conversations yet. Begin one with “New chat”.')}
      </p>
      <p class="quiet pad" ?hidden=${!wanted || shown.length + others.length > 0 || all.length === 0}>
        ${t('Nothing found.')}
      </p>`;
  }

  #matches(conversation: Held, wanted: string): boolean {
    const { lastMessage } = conversation;
    const last = lastMessage ? summary(lastMessage, conversation, this.store) : '';
    return `${this.store.title(conversation)}\n${last}`.toLowerCase().includes(wanted);
  }

  #item(conversation: Held): TemplateResult {
    const { store } = this;
    const { conversationId, lastMessage, unread } = conversation;
    const title = store.title(conversation);
    return html`<li>
      <a
        class="conversation"
        href="#/c/${conversationId}"
        data-testid="conversation-item"
        data-conversation-id=${conversationId}
        aria-current=${conversationId === store.openId ? 'true' : nothing}
      >
        ${avatar(title, conversationId)}
        <span class="name clip" data-testid="conversation-name">${sign(conversation.type)}${title}</span>
        <span class="when">${lastMessage ? moment(lastMessage.sentAt) : ''}</span>
        <span class="last clip" data-testid="last-message"
          >${lastMessage ? summary(lastMessage, conversation, store) : t('No messages yet')}</span
        >
        <span class="badge" data-testid="unread-badge" ?hidden=${unread === 0}>${unread}</span>
        <span class="hidden" ?hidden=${unread === 0}>${t('unread')}</span>
      </a>
    </li>`;
  }

  #open(group: FoundConversation): TemplateResult {
    const { conversationId, name, memberCount } = group;
    return html`<li class="conversation" data-testid="open-group">
      ${avatar(name, conversationId)}
      <span class="name clip">${sign(group.type)}${name}</span>
      <span class="last clip">${t('{count} members', { count: memberCount })}</span>
      <button
        type="button"
        class="join"
        data-testid="join"
        @click=${() => this.#join(conversationId)}
      >
        ${t('Join')}
      </button>
    </li>`;
  }

  /** What one may go to or press in the list, from above. */
  get #stops(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('.conversations a, .conversations button')];
  }

  /** Arrow down goes into the list, Enter opens the first conversation of one's own. */
  #searchKey(event: KeyboardEvent): void {
    if (event.isComposing) {
      return;
    }
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      this.#stops[0]?.focus();
    } else if (event.key === 'Enter') {
      event.preventDefault(); // joins nothing
      this.querySelector<HTMLElement>('.conversations a')?.click();
    }
  }

  /** Arrows, Home and End go through the list, and arrow up from its first place to the search. */
  #listKey(event: KeyboardEvent): void {
    const stops = this.#stops;
    const at = stops.indexOf(event.target as HTMLElement);
    const places: Record<string, HTMLElement | null | undefined> = {
      ArrowDown: stops[at + 1],
      ArrowUp: stops[at - 1] ?? this.querySelector('input'),
      Home: stops[0],
      End: stops.at(-1),
    };
    const place = places[event.key];
    if (at >= 0 && place) {
      event.preventDefault();
      place.focus();
    }
  }

  #typed(event: Event): void {
    this.#query = (event.target as HTMLInputElement).value.trim();
    this.#problem = '';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#find(), WAIT_MS);
    this.requestUpdate();
  }

  async #find(): Promise<void> {
    const search = ++this.#search;
    const { client } = this.store;
    const found = this.#query
      ? await client.rest.findConversations(this.#query).catch(() => null)
      : null;
    if (search === this.#search) {
      this.#found = found?.items ?? [];
      this.requestUpdate();
    }
  }

  async #join(id: string): Promise<void> {
    try {
      await this.store.join(id);
      location.hash = `#/c/${id}`;
    } catch (error) {
      this.#problem = (error as Error).message;
    }
    this.requestUpdate();
  }
}

function sign(type: string): string {
  return type === 'channel' ? '📢 ' : '';
}

customElements.define('chat-list', ChatList);
