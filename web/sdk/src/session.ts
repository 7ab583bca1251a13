// Who one is: tokens, and their renewal.

import { GoStackerError } from './errors.ts';
import { type HttpRequest, http } from './http.ts';
import { randomId } from './random.ts';
import type { Id, Tokens, User } from './types.ts';

const RENEW_BEFORE_MS = 60_000;

/** What is kept of a login. */
export interface KeptSession extends Tokens {
  username: string | null;
  /** Milliseconds since 1970, by the clock of the device. */
  renewAt: number;
}

/** Where the tokens are kept; `sessionStorage` fits, as `webTokens(sessionStorage)`. */
export interface TokenStore {
  load(): KeptSession | null;
  save(session: KeptSession | null): void;
}

/** Keeps tokens in a `Storage` of the browser, under `key`. */
export function webTokens(
  storage: Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>,
  key = 'gostacker.tokens',
): TokenStore {
  return {
    load: () => JSON.parse(storage.getItem(key) ?? 'null'),
    save: session =>
      session ? storage.setItem(key, JSON.stringify(session)) : storage.removeItem(key),
  };
}

/** Keeps tokens as long as the program runs. */
export function memoryTokens(): TokenStore {
  let kept: KeptSession | null = null;
  return {
    load: () => kept,
    save: session => {
      kept = session;
    },
  };
}

export class Session {
  #kept: KeptSession | null;
  #refreshing: Promise<void> | null = null;

  /** @param ended is called when only a new login helps */
  constructor(
    private readonly baseUrl: string,
    private readonly store: TokenStore,
    private readonly ended: () => void,
  ) {
    this.#kept = store.load();
  }

  get current(): KeptSession | null {
    return this.#kept;
  }

  get userId(): Id {
    return this.#require().userId;
  }

  register(username: string, password: string, nickname?: string): Promise<User> {
    return http(this.baseUrl, {
      method: 'POST',
      path: '/auth/register',
      body: { username, password, nickname },
    });
  }

  async login(
    username: string,
    password: string,
    deviceId: string = randomId(),
    platform = 'web',
  ): Promise<void> {
    const body = { username, password, deviceId, platform };
    const request = { method: 'POST', path: '/auth/login', body };
    this.#keep(await http<Tokens>(this.baseUrl, request), username);
  }

  /** Takes tokens that the app's own back end got from the server API. They are not renewed. */
  adopt(accessToken: string, userId: Id, deviceId: string): void {
    const tokens = { accessToken, refreshToken: '', expiresIn: 0, userId, deviceId };
    this.#kept = { ...tokens, username: null, renewAt: Number.MAX_SAFE_INTEGER };
    this.store.save(this.#kept);
  }

  async logout(): Promise<void> {
    try {
      await this.call({ method: 'POST', path: '/auth/logout' });
    } finally {
      this.forget();
    }
  }

  forget(): void {
    this.#kept = null;
    this.store.save(null);
  }

  /** The session is over: tells so. */
  end(): void {
    this.forget();
    this.ended();
  }

  /** An access token that is not about to expire. */
  async token(): Promise<string> {
    if (Date.now() > this.#require().renewAt) {
      await this.refresh();
    }
    return this.#require().accessToken;
  }

  /** Renews the tokens. A refresh token works once, so at most one refresh is under way. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #refresh(): Promise<void> {
    const { refreshToken, username } = this.#require();
    const request = { method: 'POST', path: '/auth/refresh', body: { refreshToken } };
    try {
      this.#keep(await http<Tokens>(this.baseUrl, request), username);
    } catch (error) {
      if (isRefusal(error)) {
        this.end();
      }
      throw error;
    }
  }

  /** A call as the one who is logged in; a 401 is tried once more with a new token. */
  async call<T>(request: Omit<HttpRequest, 'token'>): Promise<T> {
    const token = await this.token();
    try {
      return await http<T>(this.baseUrl, { ...request, token });
    } catch (error) {
      if (!isUnauthenticated(error)) {
        throw error;
      }
      if (this.#kept?.accessToken === token) {
        await this.refresh();
      }
      return http<T>(this.baseUrl, { ...request, token: await this.token() });
    }
  }

  #keep(tokens: Tokens, username: string | null): void {
    const life = tokens.expiresIn * 1000;
    const renewAt = Date.now() + life - Math.min(RENEW_BEFORE_MS, life / 2);
    this.#kept = { ...tokens, username, renewAt };
    this.store.save(this.#kept);
  }

  #require(): KeptSession {
    if (!this.#kept) {
      throw new GoStackerError(401, 'unauthenticated', 'Nobody is logged in.');
    }
    return this.#kept;
  }
}

function isUnauthenticated(error: unknown): boolean {
  return error instanceof GoStackerError && error.status === 401;
}

/** A refresh token that does not work now never will; a server in trouble, or too busy, may later. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof GoStackerError &&
    error.status >= 400 &&
    error.status < 500 &&
    error.status !== 408 &&
    error.status !== 429
  );
}
