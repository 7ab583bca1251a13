// Times and contents in words.

import type { AnyContent, Message, SystemContent } from '@gostacker/client';
import { currentLanguage, t } from './i18n.ts';
import type { Held, Store } from './store.ts';

function format(iso: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(currentLanguage() === 'zh' ? 'zh-CN' : undefined, options).format(
    new Date(iso),
  );
}

export const time = (iso: string) => format(iso, { hour: '2-digit', minute: '2-digit' });
export const fullTime = (iso: string) => format(iso, { dateStyle: 'full', timeStyle: 'medium' });
export const dayKey = (iso: string) => new Date(iso).toDateString();
const isToday = (iso: string) => dayKey(iso) === new Date().toDateString();

export function day(iso: string): string {
  return isToday(iso)
    ? t('Today')
    : format(iso, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
}

/** The time for today, else the date. */
export function moment(iso: string): string {
  return isToday(iso) ? time(iso) : format(iso, { day: 'numeric', month: 'short' });
}

/** A content in one line of plain text; null for a type that is not known. */
export function line(content: AnyContent): string | null {
  switch (content.type) {
    case 'text':
      return content.text;
    case 'image':
      return t('📷 Image');
    case 'voice':
      return t('🎤 Voice message');
    case 'file':
      return `📎 ${content.name}`;
    default:
      return null;
  }
}

export const unknown = () => t('A message that this page cannot show');

/** A system message as a sentence. */
export function system(content: SystemContent, store: Store): string {
  const name = (id: string | undefined) => (id === store.me ? t('You') : store.name(id));
  const by = name(content.by);
  const ids = content.userIds ?? [];
  const count = content.count ?? ids.length;
  const shown = ids.slice(0, 5).map(name).join(', ');
  const users =
    count > 5 ? t('{users} and {count} more', { users: shown, count: count - 5 }) : shown || by;
  const told = { by, users, name: content.name ?? '', role: t(content.role ?? '') };
  switch (content.event) {
    case 'created':
      return t('{by} created the conversation', told);
    case 'joined':
      return ids.length && !ids.includes(content.by ?? '')
        ? t('{by} added {users}', told)
        : t('{users} joined', told);
    case 'left':
      return t('{users} left', told);
    case 'removed':
      return t('{by} removed {users}', told);
    case 'renamed':
      return t('{by} named it “{name}”', told);
    case 'role':
      return t('{by} made {users} {role}', told);
    case 'muted':
      return t(content.until ? '{by} muted {users}' : '{by} unmuted {users}', told);
    case 'disbanded':
      return t('{by} disbanded the group', told);
    default:
      return t('Something changed');
  }
}

/** The last message of a conversation, for the list. */
export function summary(message: Message, conversation: Held, store: Store): string {
  if (message.content.type === 'system') {
    return system(message.content, store);
  }
  const text = line(message.content) ?? unknown();
  if (message.senderId === store.me) {
    return t('You: {text}', { text });
  }
  return conversation.type === 'direct' ? text : `${store.name(message.senderId)}: ${text}`;
}
