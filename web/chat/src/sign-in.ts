// The form at the door.

import { type GoStackerClient, GoStackerError, randomId } from '@gostacker/client';
import { html, LitElement } from 'lit';
import { t } from './i18n.ts';

class ChatSignIn extends LitElement {
  static override properties = {
    client: { attribute: false },
    message: {},
    busy: { state: true },
  };
  declare client: GoStackerClient;
  declare message: string;
  declare busy: boolean;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override firstUpdated(): void {
    this.querySelector('input')?.focus();
  }

  protected override render() {
    return html`<main class="welcome">
      <form class="card" data-testid="login-form" novalidate @submit=${this.#submit}>
        <h1><img src="/favicon.svg" alt="" width="36" height="36" /> GoStacker</h1>
        <p class="quiet">${t('Log in, or pick a name and register.')}</p>
        <label>
          ${t('User name')}
          <input
            name="username"
            data-testid="username"
            autocomplete="username"
            autocapitalize="none"
            spellcheck="false"
            required
            maxlength="64"
          />
        </label>
        <label>
          ${t('Password')}
          <input
            name="password"
            data-testid="password"
            type="password"
            autocomplete="current-password"
            required
          />
        </label>
        <p class="error" role="alert" data-testid="login-error">${this.busy ? '' : this.message}</p>
        <div class="buttons">
          <button class="primary" value="login" data-testid="login-button" ?disabled=${this.busy}>
            ${t('Log in')}
          </button>
          <button value="register" data-testid="register-button" ?disabled=${this.busy}>${t('Register')}</button>
        </div>
        <p class="quiet small">${t('Every tab is a session of its own: open two and be two people.')}</p>
      </form>
    </main>`;
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    const username = String(fields.get('username')).trim();
    const password = String(fields.get('password'));
    const register = (event.submitter as HTMLButtonElement | null)?.value === 'register';
    if (!username || !password) {
      this.message = t('Both a user name and a password are needed.');
      return;
    }
    this.busy = true;
    try {
      if (register) {
        await this.client.register(username, password);
      }
      await this.client.login(username, password, deviceOf(username));
      this.dispatchEvent(new Event('signed-in'));
    } catch (error) {
      const { message, retryAfterMs } = error as GoStackerError;
      const wait = error instanceof GoStackerError && retryAfterMs > 0;
      const later = wait
        ? ` ${t('Try again in {seconds} s.', { seconds: Math.ceil(retryAfterMs / 1000) })}`
        : '';
      this.message = message + later;
    } finally {
      this.busy = false;
    }
  }
}

/** A tab stays the same device of a user. */
function deviceOf(username: string): string {
  const key = `gostacker.device.${username}`;
  const deviceId = sessionStorage.getItem(key) ?? randomId();
  sessionStorage.setItem(key, deviceId);
  return deviceId;
}

customElements.define('chat-sign-in', ChatSignIn);
