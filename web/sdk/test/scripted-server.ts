// A server whose every word is written in the test. Time is faked: `pass` lets it go by.

import { afterEach, beforeEach, vi } from 'vitest';
import { type ClientOptions, GoStackerClient, MemoryStorage, type Message } from '../src/index.ts';

export interface Frame {
  type: string;
  ref?: string;
  [field: string]: unknown;
}

export class ScriptedSocket {
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  onerror: (() => void) | null = null;
  readonly said: Frame[] = [];
  closedByClient = false;

  constructor(
    readonly url: string,
    readonly protocol: string,
  ) {}

  send(text: string): void {
    this.said.push(JSON.parse(text));
  }

  close(): void {
    this.closedByClient = true;
    this.readyState = 3;
  }

  /** Accepts the connection. */
  async open(): Promise<void> {
    this.readyState = 1;
    this.onopen?.();
    await pass(0);
  }

  say(frame: Frame): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  /** The server, or the network, ends it. */
  async end(code = 1006): Promise<void> {
    this.readyState = 3;
    this.onclose?.({ code });
    await pass(0);
  }

  frames(type: string): Frame[] {
    return this.said.filter(frame => frame.type === type);
  }

  last(type: string): Frame {
    const frame = this.frames(type).at(-1);
    if (!frame) {
      throw new Error(`no ${type} was said: ${JSON.stringify(this.said)}`);
    }
    return frame;
  }

  /** Greets, and answers the first sync that nothing is new. */
  async welcome(heartbeatSeconds = 30): Promise<void> {
    await this.open();
    this.say({ type: 'welcome', heartbeatSeconds });
    this.answerSync();
    await pass(0);
  }

  answerSync(answer: object = {}): void {
    const { ref } = this.last('sync');
    this.say({ type: 'synced', ref, conversations: [], gone: [], more: false, ...answer });
  }
}

export class ScriptedServer {
  readonly sockets: ScriptedSocket[] = [];
  readonly client: GoStackerClient;
  readonly messages: Message[] = [];
  readonly states: string[] = [];

  constructor(options: ClientOptions = {}) {
    const { sockets } = this;
    class Socket extends ScriptedSocket {
      constructor(url: string, protocol: string) {
        super(url, protocol);
        sockets.push(this);
      }
    }
    this.client = new GoStackerClient({
      baseUrl: 'http://server.test',
      WebSocket: Socket as unknown as NonNullable<ClientOptions['WebSocket']>,
      storage: async () => new MemoryStorage(),
      ...options,
    });
    this.client.on('message', message => this.messages.push(message));
    this.client.on('state', state => this.states.push(state));
  }

  /** The newest socket. */
  get socket(): ScriptedSocket {
    const socket = this.sockets.at(-1);
    if (!socket) {
      throw new Error('no socket was opened');
    }
    return socket;
  }

  get seqs(): number[] {
    return this.messages.map(message => message.seq);
  }

  /** A client that is connected and has caught up. */
  static async connected(options: ClientOptions = {}): Promise<ScriptedServer> {
    const server = new ScriptedServer(options);
    server.client.adopt('token', '1', 'device');
    await server.client.connect();
    await server.socket.welcome();
    return server;
  }
}

export function message(seq: number, conversationId = '7', more: Partial<Message> = {}): Message {
  return {
    conversationId,
    seq,
    senderId: '2',
    clientMessageId: `c-${conversationId}-${seq}`,
    content: { type: 'text', text: `text ${seq}` },
    sentAt: '2026-01-01T00:00:00.000Z',
    ...more,
  };
}

export function live(seq: number, conversationId = '7', more: Partial<Message> = {}): Frame {
  return { type: 'message', ...message(seq, conversationId, more) };
}

/** For each test of a file: time goes by only in `pass`, and every back-off is drawn as nothing. */
export function fakeTime(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(Math, 'random').mockReturnValue(0);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
}

export function pass(milliseconds: number): Promise<unknown> {
  return vi.advanceTimersByTimeAsync(milliseconds);
}

/** Answers REST calls by `METHOD /path` (without `/api/v1`), in turn; the last answer stays. */
export function scriptedFetch(script: Record<string, [status: number, body?: object][]>) {
  const asked: { call: string; body: unknown; token: string | undefined }[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const { pathname, search } = new URL(url);
    const call = `${init.method} ${pathname.replace('/api/v1', '')}${search}`;
    const headers = init.headers as Record<string, string>;
    asked.push({
      call,
      body: init.body && JSON.parse(String(init.body)),
      token: headers.Authorization?.replace('Bearer ', ''),
    });
    const answers = script[call];
    const answer = answers && (answers.length > 1 ? answers.shift() : answers[0]);
    if (!answer) {
      throw new TypeError(`no network for ${call}`);
    }
    return new Response(answer[1] ? JSON.stringify(answer[1]) : null, { status: answer[0] });
  });
  return asked;
}
