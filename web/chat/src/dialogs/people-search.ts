import type { User } from '@gostacker/client';
import { html, type TemplateResult } from 'lit';
import { avatar } from '../avatar.ts';
import { StoreElement } from '../element.ts';
import { t } from '../i18n.ts';

const WAIT_MS = 250;

/** Told when somebody was chosen. */
export class ChosenEvent extends Event {
  constructor(readonly user: User) {
    super('chosen');
  }
}

/** Finds people by name; Enter takes the first one that was found. */
class PeopleSearch extends StoreElement {
  #found: User[] = [];
  #words = '';
  #search = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  protected override render() {
    return html`<label>
        ${t('Find people by user name')}
        <input
          data-testid="user-search"
          data-first
          type="search"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          @input=${this.#typed}
          @keydown=${this.#key}
        />
      </label>
      <ul class="results" data-testid="user-results" aria-label=${t('People found')}>
        ${this.#found.map(user => this.#result(user))}
      </ul>
      <p class="quiet small" role="status">${this.#words}</p>`;
  }

  #result(user: User): TemplateResult {
    const { nickname, userId } = user;
    const username = user.username ?? userId;
    const name = nickname && nickname !== username ? `${nickname} (${username})` : username;
    return html`<li>
      <button
        type="button"
        data-testid="user-result"
        data-username=${username}
        @click=${() => this.#choose(user)}
      >
        ${avatar(name, userId)} ${name}
      </button>
    </li>`;
  }

  #choose(user: User): void {
    const input = this.querySelector('input') as HTMLInputElement;
    input.value = '';
    this.#found = [];
    this.#words = '';
    this.requestUpdate();
    this.dispatchEvent(new ChosenEvent(user));
    input.focus();
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Enter') {
      event.preventDefault();
      this.querySelector<HTMLElement>('.results button')?.click();
    }
  }

  #typed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#find(), WAIT_MS);
  }

  async #find(): Promise<void> {
    const query = this.querySelector('input')?.value.trim() ?? '';
    const search = ++this.#search;
    let found: User[] = [];
    let words = '';
    if (query) {
      try {
        const { items } = await this.store.client.rest.users(query);
        found = items.filter(user => user.userId !== this.store.me);
        words = found.length ? '' : t('Nobody found.');
      } catch (error) {
        words = (error as Error).message;
      }
    }
    if (search === this.#search) {
      this.#found = found;
      this.#words = words;
      this.requestUpdate();
    }
  }
}

customElements.define('people-search', PeopleSearch);
