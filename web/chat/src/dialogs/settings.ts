// The user's own: nickname, language, light or dark, notifications, and the devices that are logged in.

import type { Device } from '@gostacker/client';
import { html, type TemplateResult } from 'lit';
import { currentLanguage, type Language, speak, t } from '../i18n.ts';
import type { Store } from '../store.ts';
import { currentTheme, paint, type Theme } from '../theme.ts';
import { fullTime } from '../words.ts';
import { ChatDialog } from './dialog.ts';
import './notifications.ts';

class SettingsDialog extends ChatDialog {
  #devices: Device[] = [];
  #nickname = '';

  override connectedCallback(): void {
    super.connectedCallback();
    this.attempt(() => this.#load());
  }

  async #load(): Promise<void> {
    const { rest } = this.store.client;
    const [me, devices] = await Promise.all([rest.me(), rest.devices()]);
    this.#nickname = me.nickname;
    this.#devices = devices;
  }

  protected override heading(): string {
    return t('Settings and devices');
  }

  protected override body(): TemplateResult {
    const themes: [Theme, string][] = [
      ['system', t('As the system')],
      ['light', t('Light')],
      ['dark', t('Dark')],
    ];
    const languages: [Language, string][] = [
      ['en', 'English'],
      ['zh', '中文'],
    ];
    return html`<label>
        ${t('Nickname')}
        <input data-testid="nickname" maxlength="64" .value=${this.#nickname} @change=${this.#rename} />
      </label>
      <label>
        ${t('Language')}
        <select data-testid="language" @change=${this.#speak}>
          ${languages.map(
            ([language, words]) =>
              html`<option value=${language} lang=${language} ?selected=${language === currentLanguage()}>
                ${words}
              </option>`,
          )}
        </select>
      </label>
      <label>
        ${t('Appearance')}
        <select data-testid="theme" @change=${(event: Event) => paint(wordOf(event) as Theme)}>
          ${themes.map(
            ([theme, words]) =>
              html`<option value=${theme} ?selected=${theme === currentTheme()}>${words}</option>`,
          )}
        </select>
      </label>
      <notification-settings .store=${this.store}></notification-settings>
      <h3>${t('Devices')}</h3>
      <ul class="people" data-testid="devices">
        ${this.#devices.map(device => this.#device(device))}
      </ul>`;
  }

  #device({ deviceId, platform, current, lastActiveAt }: Device): TemplateResult {
    return html`<li data-testid="device" data-current=${current}>
      <span class="grow">
        ${platform || t('unknown')}${current ? ` (${t('this one')})` : ''}<br />
        <span class="quiet small">${t('last active {time}', { time: fullTime(lastActiveAt) })}</span>
      </span>
      ${
        current
          ? ''
          : html`<button type="button" data-testid="log-out-device" @click=${() => this.#logOut(deviceId)}>
            ${t('Log out')}
          </button>`
      }
    </li>`;
  }

  #logOut(deviceId: string): void {
    this.attempt(async () => {
      await this.store.client.rest.logOutDevice(deviceId);
      await this.#load();
    });
  }

  #rename(event: Event): void {
    this.attempt(() => this.store.client.rest.updateMe({ nickname: wordOf(event) }));
  }

  #speak(event: Event): void {
    speak(wordOf(event) as Language);
    dispatchEvent(new Event('language'));
    this.requestUpdate();
  }
}

function wordOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value.trim();
}

customElements.define('settings-dialog', SettingsDialog);

export function showSettings(store: Store): void {
  new SettingsDialog().show(store);
}
