// Times and contents in words.

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const shortDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const longDay = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

export const time = iso => clock.format(new Date(iso));
export const dayKey = iso => new Date(iso).toDateString();

export function day(iso) {
  return dayKey(iso) === new Date().toDateString() ? 'Today' : longDay.format(new Date(iso));
}

/** The time for today, else the date. */
export function moment(iso) {
  return dayKey(iso) === new Date().toDateString() ? time(iso) : shortDay.format(new Date(iso));
}

/** A content in one line of plain text; null for a type that is not known. */
export function body(content) {
  switch (content.type) {
    case 'text':
      return content.text;
    case 'image':
      return `📷 Image: ${content.url}`;
    case 'voice':
      return `🎤 Voice message: ${content.url}`;
    case 'file':
      return `📎 ${content.name}: ${content.url}`;
    default:
      return null;
  }
}

/** A system message as a sentence. */
export function system(content, store) {
  const name = id => (id === store.me ? 'You' : store.name(id));
  const by = name(content.by);
  const ids = content.userIds ?? [];
  const count = content.count ?? ids.length;
  const shown = ids.slice(0, 5).map(name).join(', ') + (count > 5 ? ` and ${count - 5} more` : '');
  const users = shown || by;
  switch (content.event) {
    case 'created':
      return `${by} created the conversation`;
    case 'joined':
      return ids.length && !ids.includes(content.by) ? `${by} added ${users}` : `${users} joined`;
    case 'left':
      return `${users} left`;
    case 'removed':
      return `${by} removed ${users}`;
    case 'renamed':
      return `${by} named it “${content.name}”`;
    case 'role':
      return `${by} made ${users} ${content.role}`;
    case 'muted':
      return content.until ? `${by} muted ${users}` : `${by} unmuted ${users}`;
    case 'disbanded':
      return `${by} disbanded the group`;
    default:
      return content.event ?? 'Something changed';
  }
}

/** The last message of a conversation, for the list. */
export function summary(message, conversation, store) {
  if (message.content.type === 'system') {
    return system(message.content, store);
  }
  const text = body(message.content) ?? 'A message that this page cannot show';
  if (message.senderId === store.me) {
    return `You: ${text}`;
  }
  return conversation.type === 'direct' ? text : `${store.name(message.senderId)}: ${text}`;
}
