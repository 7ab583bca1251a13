// The form at the door.

import { $ } from './dom.js';

export class LoginView {
  #api;
  #done;

  /** @param done called after a login */
  constructor(api, done) {
    this.#api = api;
    this.#done = done;
    $('login-form').onsubmit = event => {
      event.preventDefault();
      this.#submit(event.submitter?.value === 'register');
    };
  }

  show(message = '') {
    $('chat').hidden = true;
    $('welcome').hidden = false;
    $('login-error').textContent = message;
    $('login-form').username.focus();
  }

  hide() {
    $('login-form').password.value = '';
    $('welcome').hidden = true;
  }

  async #submit(register) {
    const form = $('login-form');
    const username = form.username.value.trim();
    const password = form.password.value;
    if (!username || !password) {
      $('login-error').textContent = 'Both a user name and a password are needed.';
      return;
    }
    this.#busy(true);
    try {
      if (register) {
        await this.#api.register(username, password);
      }
      await this.#api.login(username, password);
      this.hide();
      this.#done();
    } catch (error) {
      const wait = error.retryAfter ? ` Try again in ${error.retryAfter} s.` : '';
      $('login-error').textContent = error.message + wait;
    } finally {
      this.#busy(false);
    }
  }

  #busy(busy) {
    $('login-error').textContent = busy ? '' : $('login-error').textContent;
    for (const button of $('login-form').querySelectorAll('button')) {
      button.disabled = busy;
    }
  }
}
