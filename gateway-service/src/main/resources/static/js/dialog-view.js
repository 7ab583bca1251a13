// Beginning a conversation: find one user, or several for a group.

import { $, make, paint } from './dom.js';

const WAIT_MS = 250;

export class DialogView {
  #api;
  #store;
  #group = false;
  #chosen = new Map();
  #timer = 0;
  #search = 0;

  constructor(api, store) {
    this.#api = api;
    this.#store = store;
    $('new-chat').onclick = () => this.#show(false);
    $('new-group').onclick = () => this.#show(true);
    $('user-search').oninput = () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#find(), WAIT_MS);
    };
    $('user-search').onkeydown = event => this.#enter(event);
    $('group-name').onkeydown = event => {
      if (event.key === 'Enter') {
        event.preventDefault();
        $('user-search').focus();
      }
    };
    $('create-group').onclick = () => this.#createGroup();
  }

  #show(group) {
    this.#group = group;
    this.#chosen.clear();
    this.#drawChosen();
    $('chat-dialog-title').textContent = group ? 'New group' : 'New chat';
    $('group-name-label').hidden = !group;
    $('create-group').hidden = !group;
    $('chosen').hidden = !group;
    $('group-name').value = '';
    $('user-search').value = '';
    $('dialog-error').textContent = '';
    $('user-results').replaceChildren();
    $('chat-dialog').showModal();
    (group ? $('group-name') : $('user-search')).focus();
  }

  /** Enter takes the first one that was found. */
  #enter(event) {
    if (event.key === 'Enter') {
      event.preventDefault();
      $('user-results').querySelector('button')?.click();
    }
  }

  async #find() {
    const query = $('user-search').value.trim();
    const search = ++this.#search;
    if (!query) {
      $('user-results').replaceChildren();
      return;
    }
    try {
      const { items } = await this.#api.users(query);
      if (search !== this.#search) {
        return;
      }
      const others = items.filter(user => user.userId !== this.#store.me);
      $('dialog-error').textContent = others.length ? '' : 'Nobody found.';
      $('user-results').replaceChildren(...others.map(user => this.#result(user)));
    } catch (error) {
      $('dialog-error').textContent = error.message;
    }
  }

  #result(user) {
    const name = user.nickname && user.nickname !== user.username
      ? `${user.nickname} (${user.username})`
      : user.username;
    const avatar = make('span', { className: 'avatar', ariaHidden: 'true' });
    paint(avatar, name, user.userId);
    const data = { testid: 'user-result', username: user.username };
    const onclick = () => this.#choose(user);
    return make('li', {}, make('button', { type: 'button', data, onclick }, avatar, name));
  }

  #choose(user) {
    if (!this.#group) {
      this.#create({ type: 'direct', memberIds: [user.userId] });
      return;
    }
    this.#chosen.set(user.userId, user);
    this.#drawChosen();
    $('user-search').value = '';
    $('user-results').replaceChildren();
    $('user-search').focus();
  }

  #drawChosen() {
    const chips = [...this.#chosen.values()].map(user => {
      const onclick = () => {
        this.#chosen.delete(user.userId);
        this.#drawChosen();
      };
      const ariaLabel = `Take ${user.username} out`;
      return make('li', {}, make('button', { type: 'button', ariaLabel, onclick }, `${user.username} ×`));
    });
    $('chosen').replaceChildren(...chips);
  }

  #createGroup() {
    const name = $('group-name').value.trim();
    if (!name || this.#chosen.size === 0) {
      $('dialog-error').textContent = 'A group needs a name and at least one other person.';
      return;
    }
    this.#create({ type: 'group', name, memberIds: [...this.#chosen.keys()] });
  }

  async #create(body) {
    $('create-group').disabled = true;
    try {
      const id = await this.#store.create(body);
      $('chat-dialog').close();
      location.hash = `#/c/${id}`;
    } catch (error) {
      $('dialog-error').textContent = error.message;
    } finally {
      $('create-group').disabled = false;
    }
  }
}
