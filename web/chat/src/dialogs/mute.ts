// Whether one is notified of a conversation. A server that knows nothing of it has no such field.

import { type ConversationNotifications, GoStackerError } from '@gostacker/client';
import { html, nothing } from 'lit';
import { AttemptingElement } from '../element.ts';
import { t } from '../i18n.ts';
import { moment, time } from '../words.ts';

const HOUR_MS = 3_600_000;
const UNTIL = 'until';

class ConversationMute extends AttemptingElement {
  static override properties = {
    ...AttemptingElement.properties,
    conversationId: { attribute: false },
  };
  declare conversationId: string;
  #notifications: ConversationNotifications | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.attempt(async () => {
      try {
        const { rest } = this.store.client;
        this.#notifications = await rest.conversationNotifications(this.conversationId);
      } catch (error) {
        if (!(error instanceof GoStackerError) || error.status !== 404) {
          throw error;
        }
      }
    });
  }

  protected override render() {
    if (!this.#notifications && !this.problem) {
      return nothing;
    }
    const until = this.#until;
    return html`<label ?hidden=${!this.#notifications}>
        ${t('Mute notifications')}
        <select data-testid="mute" @change=${this.#choose}>
          <option value="">${t('Off')}</option>
          ${until ? html`<option value=${UNTIL}>${t('Until {time}', { time: words(until) })}</option>` : nothing}
          <option value="1">${t('For 1 hour')}</option>
          <option value="8">${t('For 8 hours')}</option>
          <option value="forever">${t('Until turned on again')}</option>
        </select>
      </label>
      <p class="error" role="alert" data-testid="mute-error" ?hidden=${!this.problem}>${this.problem}</p>`;
  }

  protected override updated(): void {
    const select = this.querySelector('select');
    if (select) {
      select.value = this.#until ? UNTIL : this.#muted === 'forever' ? 'forever' : '';
    }
  }

  get #muted(): string | null {
    return this.#notifications?.mutedUntil ?? null;
  }

  /** The time until which it is muted, unless that is over, or never. */
  get #until(): string | null {
    const muted = this.#muted;
    return muted && muted !== 'forever' && Date.parse(muted) > Date.now() ? muted : null;
  }

  #choose(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    if (value === UNTIL) {
      return;
    }
    const later = () => new Date(Date.now() + Number(value) * HOUR_MS).toISOString();
    const mutedUntil = value === '' ? null : value === 'forever' ? value : later();
    this.attempt(async () => {
      const { rest } = this.store.client;
      const change = { mutedUntil };
      this.#notifications = await rest.updateConversationNotifications(this.conversationId, change);
    });
  }
}

/** A time of today without its day. */
function words(until: string): string {
  const day = moment(until);
  return day === time(until) ? day : `${day}, ${time(until)}`;
}

customElements.define('conversation-mute', ConversationMute);
