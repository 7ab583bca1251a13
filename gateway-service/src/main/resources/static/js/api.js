// REST calls of one tab's session. Tokens live in sessionStorage: every tab may be another user.

const TOKENS = 'gostacker.tokens';
const RENEW_BEFORE_MS = 60_000;

/** A refusal of the server, or, with status 0, no answer at all. */
export class ApiError extends Error {
  constructor(status, code, message, retryAfter = 0) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** A random id of [A-Za-z0-9_-]; unlike crypto.randomUUID it works on plain http too. */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}

export class Api {
  #tokens = JSON.parse(sessionStorage.getItem(TOKENS) ?? 'null');
  #refreshing = null;

  /** Called when the session is over and only a new login helps. */
  onEnded = () => {};

  get session() {
    return this.#tokens;
  }

  register(username, password) {
    return this.#fetch('POST', '/auth/register', { body: { username, password } });
  }

  async login(username, password) {
    const key = `gostacker.device.${username}`;
    const deviceId = sessionStorage.getItem(key) ?? randomId();
    sessionStorage.setItem(key, deviceId);
    const body = { username, password, deviceId, platform: 'web' };
    this.#keep(await this.#fetch('POST', '/auth/login', { body }), username);
  }

  async logout() {
    try {
      await this.call('POST', '/auth/logout');
    } finally {
      this.forget();
    }
  }

  forget() {
    this.#tokens = null;
    sessionStorage.removeItem(TOKENS);
  }

  /** An access token that is not about to expire. */
  async token() {
    if (!this.#tokens) {
      throw new ApiError(401, 'unauthenticated', 'Not logged in');
    }
    if (Date.now() > this.#tokens.renewAt) {
      await this.refresh();
    }
    return this.#tokens.accessToken;
  }

  /** Renews the tokens. A refresh token works once, so at most one refresh is under way. */
  refresh() {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #refresh() {
    const { refreshToken, username } = this.#tokens ?? {};
    try {
      this.#keep(await this.#fetch('POST', '/auth/refresh', { body: { refreshToken } }), username);
    } catch (error) {
      if (error.status === 401) {
        this.forget();
        this.onEnded();
      }
      throw error;
    }
  }

  #keep(answer, username) {
    const life = answer.expiresIn * 1000;
    const renewAt = Date.now() + life - Math.min(RENEW_BEFORE_MS, life / 2);
    this.#tokens = { ...answer, username, renewAt };
    sessionStorage.setItem(TOKENS, JSON.stringify(this.#tokens));
  }

  /** A call as the logged-in user; a 401 is tried once more with a new token. */
  async call(method, path, body, headers) {
    const token = await this.token();
    try {
      return await this.#fetch(method, path, { body, headers, token });
    } catch (error) {
      if (error.status !== 401) {
        throw error;
      }
      if (this.#tokens?.accessToken === token) {
        await this.refresh();
      }
      return this.#fetch(method, path, { body, headers, token: await this.token() });
    }
  }

  async #fetch(method, path, { body, headers = {}, token } = {}) {
    if (token) {
      headers = { ...headers, Authorization: `Bearer ${token}` };
    }
    if (body !== undefined) {
      headers = { ...headers, 'Content-Type': 'application/json' };
    }
    let response;
    try {
      response = await fetch(`/api/v1${path}`, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(20_000),
      });
    } catch {
      throw new ApiError(0, 'unreachable', 'The server does not answer.');
    }
    const answer = await response.json().catch(() => null);
    if (response.ok) {
      return answer;
    }
    const fields = (answer?.errors ?? []).map(error => `${error.field}: ${error.message}`);
    const message = [answer?.detail ?? answer?.title ?? `HTTP status ${response.status}`, ...fields];
    const retryAfter = Number(response.headers.get('Retry-After') ?? 0);
    throw new ApiError(response.status, answer?.code ?? '', message.join(' — '), retryAfter);
  }

  me = () => this.call('GET', '/users/me');
  user = id => this.call('GET', `/users/${encodeURIComponent(id)}`);
  users = query => this.call('GET', `/users?query=${encodeURIComponent(query)}&limit=20`);
  conversation = id => this.call('GET', `/conversations/${id}`);
  members = id => this.call('GET', `/conversations/${id}/members?limit=50`);

  /** All my conversations, page by page. */
  async conversations() {
    const items = [];
    let cursor = null;
    do {
      const next = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
      const page = await this.call('GET', `/conversations?limit=200${next}`);
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    return items;
  }

  create(body) {
    return this.call('POST', '/conversations', body, { 'Idempotency-Key': randomId() });
  }

  /** Messages below beforeSeq, newest first. */
  history(id, beforeSeq, limit) {
    return this.call('GET', `/conversations/${id}/messages?beforeSeq=${beforeSeq}&limit=${limit}`);
  }
}
