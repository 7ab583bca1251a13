// How one is notified: on this device, and everywhere. Without a server that knows of it, there is no such section.

import { GoStackerError, type NotificationPreferences, type QuietHours } from '@gostacker/client';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { AttemptingElement } from '../element.ts';
import { t } from '../i18n.ts';

const NIGHT = { from: '22:00', to: '07:00' };

class NotificationSettings extends AttemptingElement {
  #preferences: NotificationPreferences | null = null;
  /** What this browser would subscribe with; null when the server notifies no browsers. */
  #key: string | null = null;
  /** Changes reach the server in the order in which they were made. */
  #saved: Promise<unknown> = Promise.resolve();

  override connectedCallback(): void {
    super.connectedCallback();
    this.attempt(() => this.#load());
  }

  async #load(): Promise<void> {
    const { client, push } = this.store;
    try {
      const [preferences, key] = await Promise.all([client.rest.notifications(), push.offered()]);
      this.#preferences = preferences;
      this.#key = key;
    } catch (error) {
      if (!(error instanceof GoStackerError) || error.status !== 404) {
        throw error;
      }
    }
  }

  protected override render() {
    const preferences = this.#preferences;
    if (!preferences && !this.problem) {
      return nothing;
    }
    return html`<h3>${t('Notifications')}</h3>
      ${preferences ? html`${this.#device()} ${this.#everywhere(preferences)}` : nothing}
      <p class="error" role="alert" data-testid="notifications-error" ?hidden=${!this.problem}>${this.problem}</p>`;
  }

  #device(): TemplateResult {
    const { push } = this.store;
    const why = this.#whyNot();
    return html`${this.#check('push', t('Notify me on this device'), push.on, on => this.#turn(on), why !== '')}
      <p class="quiet small" role="status" data-testid="push-note" ?hidden=${!why}>${why}</p>`;
  }

  /** What stands against notifications on this device, and what to do. */
  #whyNot(): string {
    const { push } = this.store;
    if (!push.able) {
      return t(
        'This browser cannot notify here: it needs to be a newer one, and the chat on HTTPS.',
      );
    }
    if (!this.#key) {
      return t('This server does not notify browsers.');
    }
    return push.blocked
      ? t(
          'The browser blocks it. Allow notifications in its settings of this site, beside the address.',
        )
      : '';
  }

  #everywhere({ hidePreviews, mentions, quietHours }: NotificationPreferences): TemplateResult {
    return html`${this.#check('hide-previews', t('Hide what messages say'), hidePreviews, on =>
      this.#save({ hidePreviews: on }),
    )}
    ${this.#check('quiet-hours', t('Quiet hours'), quietHours !== null, on =>
      this.#save({ quietHours: on ? { ...NIGHT, zone: zone() } : null }),
    )}
    ${quietHours ? this.#hours(quietHours) : nothing}
    ${this.#check(
      'mentions',
      t('Mentions notify in spite of quiet hours and muting'),
      mentions,
      on => this.#save({ mentions: on }),
    )}`;
  }

  #hours(hours: QuietHours): TemplateResult {
    const field = (name: 'from' | 'to', words: string) =>
      html`<label>
        ${words}
        <input
          type="time"
          data-testid="quiet-${name}"
          required
          .value=${live(hours[name])}
          @change=${(event: Event) => this.#setHours(name, (event.target as HTMLInputElement).value)}
        />
      </label>`;
    return html`<div class="pair" role="group" aria-label=${t('Quiet hours')}>
        ${field('from', t('From'))} ${field('to', t('To'))}
      </div>
      <p class="quiet small" data-testid="quiet-zone">${t('Time zone: {zone}', { zone: hours.zone })}</p>`;
  }

  /** Times are meant where one is now. A time that is not whole yet counts for nothing. */
  #setHours(name: 'from' | 'to', time: string): void {
    const hours = this.#preferences?.quietHours;
    if (hours && time) {
      this.#save({ quietHours: { ...hours, [name]: time.slice(0, 5), zone: zone() } });
    }
  }

  #check(
    name: string,
    words: string,
    on: boolean,
    change: (on: boolean) => void,
    disabled = false,
  ): TemplateResult {
    return html`<label class="check">
      <input
        type="checkbox"
        data-testid=${name}
        .checked=${live(on)}
        ?disabled=${disabled}
        @change=${(event: Event) => change((event.target as HTMLInputElement).checked)}
      />
      ${words}
    </label>`;
  }

  #turn(on: boolean): void {
    const { push } = this.store;
    const key = this.#key;
    this.attempt(async () => {
      await (on && key ? push.turnOn(key) : push.turnOff());
    });
  }

  /** Shows it at once, and what the server has as soon as no other change is under way. */
  #save(change: Partial<NotificationPreferences>): void {
    const before = this.#preferences;
    if (before) {
      this.#preferences = { ...before, ...change };
      this.requestUpdate();
      const { rest } = this.store.client;
      const saved = this.#saved.then(async () => {
        let now: NotificationPreferences | null = null;
        await this.attempt(async () => {
          now = await rest.updateNotifications(change);
        });
        if (this.#saved === saved) {
          this.#preferences = now ?? (await rest.notifications().catch(() => before));
          this.requestUpdate();
        }
      });
      this.#saved = saved;
    }
  }
}

function zone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

customElements.define('notification-settings', NotificationSettings);
