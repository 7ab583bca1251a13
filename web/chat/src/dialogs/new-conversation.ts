// Beginning a conversation: find one user, or several for a group or a channel.

import type { ConversationType, JoinPolicy, NewConversation, User } from '@gostacker/client';
import { html, type TemplateResult } from 'lit';
import { t } from '../i18n.ts';
import type { Store } from '../store.ts';
import { ChatDialog } from './dialog.ts';
import type { ChosenEvent } from './people-search.ts';
import './people-search.ts';

class NewConversationDialog extends ChatDialog {
  group = false;
  #chosen = new Map<string, User>();

  protected override heading(): string {
    return this.group ? t('New group') : t('New chat');
  }

  protected override body(): TemplateResult {
    return html`${this.group ? this.#groupFields() : null}
      <people-search .store=${this.store} @chosen=${this.#choose}></people-search>`;
  }

  #groupFields(): TemplateResult {
    return html`<label>
        ${t('Name')}
        <input id="group-name" data-testid="group-name" data-first maxlength="100" autocomplete="off" />
      </label>
      <label>
        ${t('Kind')}
        <select id="group-type" data-testid="group-type">
          <option value="group">${t('Group: everybody writes')}</option>
          <option value="channel">${t('Channel: owner and admins write')}</option>
        </select>
      </label>
      <label>
        ${t('Who may join')}
        <select id="join-policy" data-testid="join-policy">
          <option value="invite">${t('Who is invited')}</option>
          <option value="approval">${t('Who asks and is let in')}</option>
          <option value="open">${t('Everybody')}</option>
        </select>
      </label>
      <ul class="chosen" aria-label=${t('Chosen')}>
        ${[...this.#chosen.values()].map(user => this.#chip(user))}
      </ul>`;
  }

  #chip(user: User): TemplateResult {
    const name = user.username ?? user.nickname;
    const drop = () => {
      this.#chosen.delete(user.userId);
      this.requestUpdate();
    };
    return html`<li>
      <button type="button" aria-label=${t('Take {name} out', { name })} @click=${drop}>${name} ×</button>
    </li>`;
  }

  protected override actions(): TemplateResult | null {
    return this.group
      ? html`<button
          type="button"
          class="primary"
          data-testid="create-group"
          ?disabled=${this.busy}
          @click=${this.#createGroup}
        >
          ${t('Create')}
        </button>`
      : null;
  }

  #choose(event: ChosenEvent): void {
    if (this.group) {
      this.#chosen.set(event.user.userId, event.user);
      this.requestUpdate();
    } else {
      this.#create({ type: 'direct', memberIds: [event.user.userId] });
    }
  }

  #createGroup(): void {
    const value = (id: string) =>
      this.querySelector<HTMLInputElement | HTMLSelectElement>(`#${id}`)?.value.trim() ?? '';
    const name = value('group-name');
    if (!name) {
      this.problem = t('It needs a name.');
      this.requestUpdate();
      return;
    }
    this.#create({
      type: value('group-type') as ConversationType,
      name,
      joinPolicy: value('join-policy') as JoinPolicy,
      memberIds: [...this.#chosen.keys()],
    });
  }

  async #create(conversation: NewConversation): Promise<void> {
    await this.attempt(async () => {
      const id = await this.store.create(conversation);
      this.close();
      location.hash = `#/c/${id}`;
    });
  }
}

customElements.define('new-conversation-dialog', NewConversationDialog);

export function showNew(store: Store, type: 'direct' | 'group'): void {
  const dialog = new NewConversationDialog();
  dialog.group = type === 'group';
  dialog.show(store);
}
