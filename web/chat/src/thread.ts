// The open conversation: its messages, and the box to write in.

import { GoStackerError, type Message } from '@gostacker/client';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { avatar } from './avatar.ts';
import { bubble, waiting } from './bubbles.ts';
import { showAttach } from './dialogs/attach.ts';
import { showDetails } from './dialogs/details.ts';
import { StoreElement } from './element.ts';
import { currentLanguage, t } from './i18n.ts';
import type { Held } from './store.ts';
import { day, dayKey } from './words.ts';

/** So near the end, in pixels, one reads the newest and goes on with them. */
const NEAR = 80;
/** So near the beginning older ones are loaded. */
const EARLY = 1_200;
const TYPING_EVERY_MS = 3_000;
/** Messages of so many seqs are drawn, and left out of the layout, together. */
const CHUNK = 50;

class ChatThread extends StoreElement {
  #drawn: string | null = null;
  #drafts = new Map<string, string>();
  #following = true;
  /** Where following has scrolled to. */
  #followedTo = 0;
  #newestSeen = 0;
  #oldest = 0;
  #kept: { seq: string; top: number } | null = null;
  #typedAt = 0;
  #problem = '';
  #sizes = new ResizeObserver(() => this.#follow());

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#redraw);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.#redraw);
    this.#sizes.disconnect();
  }

  #redraw = () => this.requestUpdate();

  protected override willUpdate(): void {
    const id = this.store.opened?.conversationId ?? null;
    if (id !== this.#drawn) {
      const box = this.#box;
      if (this.#drawn && box) {
        this.#drafts.set(this.#drawn, box.value);
      }
      this.#following = true;
      this.#followedTo = 0;
      this.#problem = '';
    }
    const oldest = this.store.opened?.messages[0]?.seq ?? 0;
    this.#kept = id === this.#drawn && oldest < this.#oldest ? this.#inView() : null;
    this.#oldest = oldest;
  }

  /** The uppermost message in view, and where it is. */
  #inView(): { seq: string; top: number } | null {
    const above = this.#scroll?.getBoundingClientRect().top ?? 0;
    for (const chunk of this.querySelectorAll('.chunk')) {
      if (chunk.getBoundingClientRect().bottom > above) {
        for (const message of chunk.querySelectorAll<HTMLElement>('[data-seq]')) {
          const { top, bottom } = message.getBoundingClientRect();
          if (bottom > above) {
            return { seq: message.dataset.seq ?? '', top };
          }
        }
      }
    }
    return null;
  }

  /** The browser keeps the view when older messages come in above, but not at the very top. */
  #keepInView(): void {
    const scroll = this.#scroll;
    const kept = this.#kept && this.querySelector(`[data-seq="${this.#kept.seq}"]`);
    if (scroll && kept && this.#kept) {
      const moved = kept.getBoundingClientRect().top - this.#kept.top;
      if (Math.abs(moved) > 1) {
        scroll.scrollTop += moved;
      }
    }
  }

  protected override render() {
    const conversation = this.store.opened;
    if (!conversation) {
      return this.store.openId && this.store.listed ? this.#foreign(this.store.openId) : nobody();
    }
    const title = this.store.title(conversation);
    const group = conversation.type !== 'direct';
    const writing = this.store.typing(conversation.conversationId);
    const newest = conversation.messages.at(-1)?.seq ?? 0;
    return html`<div class="open">
      <header class="bar">
        <a class="back" href="#/" aria-label=${t('Back to the conversations')} data-testid="back">‹</a>
        ${avatar(title, conversation.conversationId)}
        <div class="grow clip">
          <h2 class="clip" data-testid="thread-name">${title}</h2>
          <p class="quiet small clip" data-testid="thread-detail" ?hidden=${!group}>
            ${t('{count} members', { count: conversation.memberCount })}
          </p>
        </div>
        <button
          type="button"
          class="plain"
          data-testid="details"
          aria-label=${t('Members and settings')}
          @click=${() => showDetails(this.store, conversation.conversationId)}
        >
          ☰
        </button>
      </header>
      <div class="scroll" tabindex="0" role="log" aria-label=${t('Messages')} @scroll=${this.#scrolled}>
        <div class="content">
          <p class="quiet small center" ?hidden=${!conversation.loading}>${t('Loading older messages …')}</p>
          <div class="messages" data-testid="message-list">
            ${this.#chunks(conversation)}
            <ol class="chunk waiting">
              ${repeat(
                this.store.waiting(conversation.conversationId),
                entry => entry.clientMessageId,
                entry => waiting(entry, this.store),
              )}
            </ol>
          </div>
        </div>
      </div>
      <button
        type="button"
        class="newest"
        data-testid="to-newest"
        ?hidden=${this.#following || newest <= this.#newestSeen}
        @click=${this.#toNewest}
      >
        ${t('New messages')} ↓
      </button>
      <p class="typing quiet small" data-testid="typing" aria-live="polite">
        ${writing ? t('{name} is typing …', { name: this.store.name(writing) }) : ''}
      </p>
      <p class="error pad-x" role="alert" data-testid="send-error" ?hidden=${!this.#problem}>${this.#problem}</p>
      <form class="composer" @submit=${this.#submit}>
        <button
          type="button"
          class="plain"
          data-testid="attach"
          aria-label=${t('Send an image or a file')}
          @click=${() => showAttach(this.store, conversation.conversationId)}
        >
          +
        </button>
        <label class="hidden" for="send-box">${t('Message')}</label>
        <textarea
          id="send-box"
          data-testid="send-box"
          rows="1"
          placeholder=${t('Message')}
          enterkeyhint="send"
          @keydown=${this.#key}
          @input=${this.#typed}
        ></textarea>
        <button class="primary" data-testid="send-button" aria-label=${t('Send')}>➤</button>
      </form>
    </div>`;
  }

  /** Who follows a link to a group, and is no member, may join it or ask to. */
  #foreign(id: string): TemplateResult {
    const join = async () => {
      try {
        this.#problem = (await this.store.join(id)) ? '' : t('You asked to join.');
      } catch (error) {
        this.#problem = (error as Error).message;
      }
      this.requestUpdate();
    };
    return html`<div class="nothing">
      <div>
        <p>${t('You are no member of this conversation.')}</p>
        <p class="center">
          <button type="button" class="primary" data-testid="join-by-link" @click=${join}>
            ${t('Join, or ask to')}
          </button>
          <a href="#/">${t('Back to the conversations')}</a>
        </p>
        <p class="center" role="status" data-testid="join-answer">${this.#problem}</p>
      </div>
    </div>`;
  }

  #chunks(conversation: Held) {
    const { messages, conversationId } = conversation;
    const chunks: { key: number; from: number; to: number }[] = [];
    messages.forEach((message, at) => {
      const key = Math.floor(message.seq / CHUNK);
      const last = chunks.at(-1);
      if (last?.key === key) {
        last.to = at + 1;
      } else {
        chunks.push({ key, from: at, to: at + 1 });
      }
    });
    const { read, delivered } = this.store.positions(conversationId);
    const everywhere = [
      this.store.names.version,
      currentLanguage(),
      conversationId,
      read,
      delivered,
    ];
    return repeat(
      chunks,
      ({ key }) => key,
      ({ from, to }) => {
        const before = messages[from - 1];
        const own = [messages[from]?.seq, to - from, before?.seq];
        return guard([...everywhere, ...own], () => this.#chunk(conversation, from, to));
      },
    );
  }

  #chunk(conversation: Held, from: number, to: number): TemplateResult {
    const { messages } = conversation;
    return html`<ol class="chunk">
      ${repeat(
        messages.slice(from, to),
        message => message.seq,
        (message, at) => {
          const before = messages[from + at - 1];
          const newDay = !before || dayKey(before.sentAt) !== dayKey(message.sentAt);
          return html`${newDay ? html`<li class="day">${day(message.sentAt)}</li>` : nothing}
          ${bubble(message, newDay ? undefined : before, conversation, this.store)}`;
        },
      )}
    </ol>`;
  }

  protected override updated(_: PropertyValues): void {
    const conversation = this.store.opened;
    const id = conversation?.conversationId ?? null;
    const switched = id !== this.#drawn;
    this.#drawn = id;
    if (!conversation) {
      return;
    }
    const newest: Message | undefined = conversation.messages.at(-1);
    if (switched) {
      this.#sizes.disconnect();
      this.#sizes.observe(this.querySelector('.content') as Element);
      this.#sizes.observe(this.#scroll as Element);
      this.#newestSeen = 0;
      const box = this.#box;
      if (box) {
        box.value = this.#drafts.get(conversation.conversationId) ?? '';
        box.focus({ preventScroll: true });
      }
    }
    this.#keepInView();
    this.#follow();
    if (this.#following && document.visibilityState === 'visible') {
      this.#newestSeen = newest?.seq ?? 0;
      this.store.seen(conversation.conversationId);
    }
  }

  get #scroll(): HTMLElement | null {
    return this.querySelector('.scroll');
  }

  get #box(): HTMLTextAreaElement | null {
    return this.querySelector('textarea');
  }

  /** Who reads the newest keeps reading the newest, unless one has scrolled up in this very moment. */
  #follow(): void {
    const scroll = this.#scroll;
    if (!scroll || !this.#following) {
      return;
    }
    if (scroll.scrollTop < this.#followedTo - 1 && isUp(scroll)) {
      this.#following = false;
      return;
    }
    scroll.scrollTop = scroll.scrollHeight;
    this.#followedTo = scroll.scrollTop;
  }

  #scrolled(event: Event): void {
    const scroll = event.target as HTMLElement;
    const following = !isUp(scroll);
    if (following !== this.#following) {
      this.#following = following;
      this.#followedTo = 0;
      this.requestUpdate();
    }
    if (scroll.scrollTop < EARLY && this.#drawn) {
      this.store.older(this.#drawn);
    }
  }

  #toNewest(): void {
    this.#following = true;
    this.#followedTo = 0;
    this.requestUpdate();
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#send();
    }
  }

  #typed(): void {
    const now = Date.now();
    if (this.#drawn && this.#box?.value && now - this.#typedAt > TYPING_EVERY_MS) {
      this.#typedAt = now;
      this.store.client.typing(this.#drawn);
    }
  }

  #submit(event: Event): void {
    event.preventDefault();
    this.#send();
  }

  #send(): void {
    const box = this.#box;
    if (box?.value.trim() && this.#drawn) {
      try {
        this.store.send(this.#drawn, { type: 'text', text: box.value });
        box.value = '';
        this.#problem = '';
        this.#following = true;
        this.#followedTo = 0;
        this.#typedAt = 0;
      } catch (error) {
        this.#problem =
          error instanceof GoStackerError ? t('Too many messages wait already.') : String(error);
      }
      this.requestUpdate();
    }
    box?.focus();
  }
}

/** Whether one reads something older. */
function isUp({ scrollTop, scrollHeight, clientHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight >= NEAR;
}

function nobody(): TemplateResult {
  return html`<div class="nothing quiet">${t('Choose a conversation, or begin one.')}</div>`;
}

customElements.define('chat-thread', ChatThread);
