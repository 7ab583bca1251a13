// The page: the door, or the list and the open conversation below a banner that tells of trouble.

import type { GoStackerClient } from '@gostacker/client';
import { html, LitElement } from 'lit';
import { avatar } from './avatar.ts';
import { showNew } from './dialogs/new-conversation.ts';
import { showSettings } from './dialogs/settings.ts';
import { t } from './i18n.ts';
import { newClient, Store } from './store.ts';
import type { Answer, Told } from './worker/handlers.ts';
import { routeOf } from './worker/notice.ts';
import './list.ts';
import './sign-in.ts';
import './thread.ts';

const NOTICE = 'gostacker.notice';

class ChatApp extends LitElement {
  #client: GoStackerClient = newClient();
  #store: Store | null = null;
  #message = sessionStorage.getItem(NOTICE) ?? '';

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    sessionStorage.removeItem(NOTICE);
    addEventListener('hashchange', this.#route);
    addEventListener('language', () => this.#speakAnew());
    navigator.serviceWorker?.addEventListener('message', event => this.#told(event));
    this.#client.on('ended', async () => {
      await this.#store?.push.end().catch(() => {});
      leave(t('You were logged out. Log in again.'));
    });
    if (this.#client.session) {
      this.#begin();
    }
  }

  #speakAnew(): void {
    this.requestUpdate();
    this.#store?.changed();
  }

  #begin = (): void => {
    this.#store = new Store(this.#client);
    this.#store.listen(() => this.requestUpdate());
    this.#route();
    this.#store.push.hold();
    this.#store.start();
    this.requestUpdate();
  };

  #signedIn = (): void => {
    this.#begin();
    this.#store?.push.takeOver().catch(() => {});
  };

  /** By the service worker: a notification was clicked, the subscription has changed, or it asks whose this page is. */
  #told({ data, ports }: MessageEvent<Told>): void {
    if (data.type === 'open') {
      location.hash = routeOf(data.conversationId).slice(1);
    } else if (data.type === 'subscription') {
      this.#store?.renewPush();
    } else if (data.type === 'whose') {
      const answer: Answer = this.#store ? this.#store.push.on : null;
      ports[0]?.postMessage(answer);
    }
  }

  #route = (): void => {
    this.#store?.open(/^#\/c\/(\d+)$/.exec(location.hash)?.[1] ?? null);
  };

  protected override render() {
    const store = this.#store;
    if (!store) {
      return html`<chat-sign-in
        .client=${this.#client}
        .message=${this.#message}
        @signed-in=${this.#signedIn}
      ></chat-sign-in>`;
    }
    const name = this.#client.session?.username ?? '';
    return html`<div class="chat" data-pane=${store.opened || (store.openId && store.listed) ? 'thread' : 'list'}>
      ${this.#banner(store)}
      <nav class="side" aria-label=${t('Conversations')}>
        <header class="bar">
          ${avatar(name, store.me)}
          <strong class="grow clip" data-testid="my-name">${name}</strong>
          <button
            type="button"
            class="plain"
            data-testid="settings"
            aria-label=${t('Settings and devices')}
            @click=${() => showSettings(store)}
          >
            ⚙
          </button>
          <button type="button" class="plain" data-testid="logout" @click=${this.#logOut}>${t('Log out')}</button>
        </header>
        <div class="actions">
          <button type="button" data-testid="new-chat" @click=${() => showNew(store, 'direct')}>
            ${t('New chat')}
          </button>
          <button type="button" data-testid="new-group" @click=${() => showNew(store, 'group')}>
            ${t('New group')}
          </button>
        </div>
        <chat-list .store=${store}></chat-list>
      </nav>
      <main class="thread" @keydown=${this.#key}><chat-thread .store=${store}></chat-thread></main>
    </div>`;
  }

  /** Escape leaves the open conversation, for its place in the list. */
  #key = async (event: KeyboardEvent): Promise<void> => {
    const left = this.#store?.openId;
    if (event.key === 'Escape' && !event.isComposing && left) {
      location.hash = '#/';
      this.#store?.open(null);
      await this.updateComplete;
      this.querySelector<HTMLElement>(`[data-conversation-id="${left}"]`)?.focus();
    }
  };

  #banner(store: Store) {
    const pending = this.#client.outbox.filter(entry => !entry.failed).length;
    const queued =
      pending === 0
        ? ''
        : pending === 1
          ? t('1 message is queued and will be sent.')
          : t('{count} messages are queued and will be sent.', { count: pending });
    const words = store.replaced
      ? t('This chat was opened in another tab with the same session.')
      : `${t('Offline, connecting again …')} ${queued}`;
    return html`<p class="banner" role="status" data-testid="connection-banner" ?hidden=${!store.troubled}>
      ${words}
      <button type="button" ?hidden=${!store.replaced} @click=${() => this.#client.takeBack()}>
        ${t('Use here')}
      </button>
    </p>`;
  }

  #logOut = async (): Promise<void> => {
    await this.#store?.push.leave().catch(() => {});
    await this.#client.logout().catch(() => {});
    leave('');
  };
}

/** A new page is the surest way to forget whoever was here. */
function leave(message: string): void {
  sessionStorage.setItem(NOTICE, message);
  location.hash = '#/';
  location.reload();
}

customElements.define('chat-app', ChatApp);
