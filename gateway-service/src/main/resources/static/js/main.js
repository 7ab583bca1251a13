// Puts the page together.

import { Api } from './api.js';
import { DialogView } from './dialog-view.js';
import { $, paint, setText } from './dom.js';
import { ListView } from './list-view.js';
import { LoginView } from './login-view.js';
import { Store } from './store.js';
import { ThreadView } from './thread-view.js';

const RETRY_MS = 2_000;
const NOTICE = 'gostacker.notice';

const api = new Api();
const login = new LoginView(api, begin);
let store = null;

api.onEnded = () => leave('You were logged out. Log in again.');
addEventListener('hashchange', route);
$('logout').onclick = async () => {
  store.stop();
  await api.logout().catch(() => {});
  leave('');
};
$('banner').querySelector('button').onclick = () => store.takeBack();

if (api.session) {
  begin();
} else {
  login.show(sessionStorage.getItem(NOTICE) ?? '');
  sessionStorage.removeItem(NOTICE);
}

/** Shows the chat of whoever is logged in. */
function begin() {
  store = new Store(api);
  const list = new ListView(store);
  const thread = new ThreadView(store);
  new DialogView(api, store);
  store.listen(drawFrame);
  store.listen(() => list.draw());
  store.listen(() => thread.draw());
  $('chat').hidden = false;
  load(store);
}

/** The list is needed before anything else; without it, asks again until it comes. */
async function load(loading) {
  try {
    await loading.start();
    route();
  } catch (error) {
    if (loading === store && error.status !== 401) {
      loading.changed();
      setTimeout(() => load(loading), RETRY_MS);
    }
  }
}

function route() {
  if (store) {
    store.open(/^#\/c\/(\d+)$/.exec(location.hash)?.[1] ?? null);
  }
}

/** A new page is the surest way to forget whoever was here. */
function leave(message) {
  sessionStorage.setItem(NOTICE, message);
  location.hash = '#/';
  location.reload();
}

function drawFrame() {
  const name = api.session?.username ?? '';
  setText($('my-name'), name);
  paint($('my-avatar'), name, store.me);
  const pending = store.outbox.pending;
  const queued = pending ? ` ${pending} ${pending === 1 ? 'message is' : 'messages are'} queued and will be sent.` : '';
  const words = store.replaced
    ? 'This chat was opened in another tab with the same session.'
    : `Offline, connecting again …${queued}`;
  $('banner').hidden = !store.troubled;
  $('banner').dataset.state = store.online ? 'online' : 'offline';
  $('banner').querySelector('button').hidden = !store.replaced;
  setText($('banner').querySelector('span'), words);
}
