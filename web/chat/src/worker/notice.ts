// What a push says, and what of it is shown.

/** A notification: the options of `showNotification` that the chat uses. */
export interface Notice {
  title: string;
  options: { body: string; tag: string; renotify: boolean; data: { conversationId: string } };
  /** For the app's icon; null when nothing was said of it. */
  badge: number | null;
}

const NAME = 'GoStacker';

/**
 * The notification of a push. Each conversation has one, the newest; a mention rings again. What cannot be
 * read, or comes without words, becomes a notification that says no more than that there is a message:
 * a browser withdraws the subscription of who shows nothing.
 */
export function noticeOf(text: string, language: string): Notice {
  const said = read(text);
  const conversationId = idOf(said.conversationId);
  const badge = said.badge;
  return {
    title: wordsOf(said.title) || NAME,
    options: {
      body: wordsOf(said.body) || newMessage(language),
      tag: conversationId || NAME,
      renotify: said.mention === true,
      data: { conversationId },
    },
    badge: Number.isSafeInteger(badge) && (badge as number) >= 0 ? (badge as number) : null,
  };
}

/** Where the chat shows a conversation, below its own address. */
export function routeOf(conversationId: string): string {
  return conversationId ? `/#/c/${conversationId}` : '/#/';
}

/** The conversation's id, or nothing when it is none: it becomes a part of an address. */
export function idOf(value: unknown): string {
  return typeof value === 'string' && /^\d{1,20}$/.test(value) ? value : '';
}

function read(text: string): Record<string, unknown> {
  try {
    const said: unknown = JSON.parse(text);
    return typeof said === 'object' && said !== null ? (said as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function wordsOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

function newMessage(language: string): string {
  return language.startsWith('zh') ? '新消息' : 'New message';
}
