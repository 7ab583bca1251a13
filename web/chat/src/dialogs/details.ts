// A conversation's members and settings: notifications; of a group roles, invitations, who asks to join, leaving.

import type { JoinPolicy, JoinRequest, Member, Role } from '@gostacker/client';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { avatar } from '../avatar.ts';
import { t } from '../i18n.ts';
import type { Store } from '../store.ts';
import { ChatDialog } from './dialog.ts';
import './mute.ts';
import type { ChosenEvent } from './people-search.ts';
import './people-search.ts';

class DetailsDialog extends ChatDialog {
  conversationId = '';
  #members: Member[] = [];
  #next: string | null = null;
  #myself: Member | undefined;
  #requests: JoinRequest[] = [];
  /** What is done only when it is pressed a second time. */
  #sure = '';

  override connectedCallback(): void {
    super.connectedCallback();
    this.attempt(() => this.#load());
  }

  async #load(): Promise<void> {
    const { rest } = this.store.client;
    await this.store.refresh(this.conversationId);
    const page = await rest.members(this.conversationId);
    this.#members = page.items;
    this.#next = page.nextCursor;
    this.#myself = page.items.find(member => member.userId === this.store.me) ?? this.#myself;
    if (this.#manages) {
      this.#requests = await rest.joinRequests(this.conversationId);
    }
  }

  async #more(): Promise<void> {
    const page = await this.store.client.rest.members(this.conversationId, 200, this.#next);
    this.#members = [...this.#members, ...page.items];
    this.#next = page.nextCursor;
    this.#myself ??= page.items.find(member => member.userId === this.store.me);
  }

  get #conversation() {
    return this.store.conversations.get(this.conversationId);
  }

  get #owns(): boolean {
    return this.#conversation?.ownerId === this.store.me;
  }

  get #manages(): boolean {
    return this.#owns || this.#myself?.role === 'admin';
  }

  protected override heading(): string {
    const conversation = this.#conversation;
    return conversation ? this.store.title(conversation) : '…';
  }

  protected override body(): TemplateResult {
    return html`<conversation-mute
        .store=${this.store}
        .conversationId=${this.conversationId}
      ></conversation-mute>
      ${this.#manages ? this.#settings() : nothing}
      ${
        this.#requests.length
          ? html`<h3>${t('Asking to join')}</h3>
            <ul class="people" data-testid="join-requests">
              ${this.#requests.map(request => this.#request(request))}
            </ul>`
          : nothing
      }
      <h3>${t('Members')}</h3>
      <ul class="people" data-testid="members">
        ${repeat(
          this.#members,
          member => member.userId,
          member => this.#member(member),
        )}
      </ul>
      ${
        this.#next
          ? html`<button type="button" @click=${() => this.attempt(() => this.#more())}>${t('More')}</button>`
          : nothing
      }
      ${
        this.#manages
          ? html`<h3>${t('Add people')}</h3>
            <people-search .store=${this.store} @chosen=${this.#add}></people-search>`
          : nothing
      }`;
  }

  #settings(): TemplateResult {
    const conversation = this.#conversation;
    const policies: [JoinPolicy, string][] = [
      ['invite', t('Who is invited')],
      ['approval', t('Who asks and is let in')],
      ['open', t('Everybody')],
    ];
    return html`<label>
        ${t('Name')}
        <input
          data-testid="rename"
          maxlength="100"
          .value=${conversation?.name ?? ''}
          @change=${(event: Event) => this.#change({ name: wordOf(event) })}
        />
      </label>
      <label>
        ${t('Who may join')}
        <select
          data-testid="change-policy"
          @change=${(event: Event) => this.#change({ joinPolicy: wordOf(event) as JoinPolicy })}
        >
          ${policies.map(
            ([policy, words]) =>
              html`<option value=${policy} ?selected=${policy === conversation?.joinPolicy}>${words}</option>`,
          )}
        </select>
      </label>
      ${
        conversation && conversation.joinPolicy !== 'invite'
          ? html`<label>
            ${t('Link for those who want to join')}
            <input
              data-testid="link"
              readonly
              .value=${`${location.origin}/#/c/${this.conversationId}`}
              @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
            />
          </label>`
          : nothing
      }`;
  }

  #request(request: JoinRequest): TemplateResult {
    const name = this.store.name(request.userId);
    const decide = (decision: 'approve' | 'reject') => () =>
      this.#do(() =>
        this.store.client.rest.decide(this.conversationId, request.requestId, decision),
      );
    return html`<li data-testid="join-request">
      ${avatar(name, request.userId)}
      <span class="grow">${name}<br /><span class="quiet small">${request.message ?? ''}</span></span>
      <button type="button" class="primary" data-testid="approve" @click=${decide('approve')}>${t('Let in')}</button>
      <button type="button" data-testid="reject" @click=${decide('reject')}>${t('Refuse')}</button>
    </li>`;
  }

  #member(member: Member): TemplateResult {
    const { userId, role } = member;
    const name = member.nickname || this.store.name(userId);
    const me = userId === this.store.me;
    const mayRemove = !me && (this.#owns || (this.#manages && role === 'member'));
    return html`<li data-testid="member" data-user-id=${userId} data-role=${role}>
      ${avatar(name, userId)}
      <span class="grow clip">${name}${me ? ` (${t('You')})` : ''}</span>
      <span class="quiet small" data-testid="role">${t(role)}</span>
      ${this.#owns && !me ? this.#roleButtons(member) : nothing}
      ${mayRemove ? this.#twice(`remove ${userId}`, t('Remove'), () => this.#remove(userId)) : nothing}
    </li>`;
  }

  #roleButtons({ userId, role }: Member): TemplateResult {
    const other: Role = role === 'admin' ? 'member' : 'admin';
    const words = role === 'admin' ? t('Make member') : t('Make admin');
    return html`<button
        type="button"
        data-testid="toggle-admin"
        @click=${() => this.#do(() => this.#setRole(userId, other))}
      >
        ${words}
      </button>
      ${this.#twice(`owner ${userId}`, t('Hand over'), () => this.#setRole(userId, 'owner'))}`;
  }

  #setRole(userId: string, role: Role): Promise<unknown> {
    return this.store.client.rest.updateMember(this.conversationId, userId, { role });
  }

  #remove(userId: string): Promise<unknown> {
    return this.store.client.rest.removeMember(this.conversationId, userId);
  }

  protected override actions(): TemplateResult | null {
    if (this.#conversation?.type === 'direct') {
      return null; // it ends never
    }
    const { rest } = this.store.client;
    const leave = async (action: Promise<unknown>) => {
      await action;
      this.close();
      location.hash = '#/';
      await this.store.refresh(this.conversationId);
    };
    return this.#owns
      ? html`${this.#twice('disband', t('Disband'), () => leave(rest.disband(this.conversationId)))}`
      : html`${this.#twice('leave', t('Leave'), () => leave(this.#remove(this.store.me)))}`;
  }

  /** A button that asks, by its words, to be pressed once more. */
  #twice(name: string, words: string, action: () => Promise<unknown>): TemplateResult {
    const sure = this.#sure === name;
    const press = () => {
      this.#sure = sure ? '' : name;
      this.requestUpdate();
      if (sure) {
        this.#do(action);
      }
    };
    return html`<button type="button" class=${sure ? 'bad' : ''} data-testid=${name.split(' ')[0]} @click=${press}>
      ${sure ? t('Really?') : words}
    </button>`;
  }

  #add(event: ChosenEvent): void {
    this.#do(async () => {
      const { banned } = await this.store.client.rest.addMembers(this.conversationId, [
        event.user.userId,
      ]);
      if (banned?.length) {
        throw new Error(t('This user is banned here.'));
      }
    });
  }

  #change(change: { name?: string; joinPolicy?: JoinPolicy }): void {
    this.#do(() => this.store.client.rest.updateConversation(this.conversationId, change));
  }

  /** Does it, and shows how things stand then. */
  async #do(action: () => Promise<unknown>): Promise<void> {
    const done = await this.attempt(action);
    if (done && this.isConnected && this.store.conversations.has(this.conversationId)) {
      await this.attempt(() => this.#load());
    }
  }
}

function wordOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value.trim();
}

customElements.define('details-dialog', DetailsDialog);

export function showDetails(store: Store, conversationId: string): void {
  const dialog = new DetailsDialog();
  dialog.conversationId = conversationId;
  dialog.show(store);
}
