// The REST calls of the contract, as the one who is logged in.

import { randomId } from './random.ts';
import type { Session } from './session.ts';
import type {
  Conversation,
  ConversationNotifications,
  Device,
  FoundConversation,
  History,
  Id,
  JoinPolicy,
  JoinRequest,
  Member,
  NewConversation,
  NotificationPreferences,
  Page,
  PushProvider,
  PushToken,
  Role,
  User,
} from './types.ts';

type Query = Record<string, string | number | null | undefined>;

export class Rest {
  constructor(private readonly session: Session) {}

  me = (): Promise<User> => this.#get('/users/me');

  updateMe = (change: { nickname?: string; avatarUrl?: string | null }): Promise<User> =>
    this.#call('PATCH', '/users/me', change);

  changePassword = (oldPassword: string, newPassword: string): Promise<void> =>
    this.#call('PUT', '/users/me/password', { oldPassword, newPassword });

  user = (userId: Id): Promise<User> => this.#get(`/users/${userId}`);

  users = (query: string, limit = 20): Promise<Page<User>> => this.#get('/users', { query, limit });

  devices = async (): Promise<Device[]> => (await this.#get<{ items: Device[] }>('/devices')).items;

  logOutDevice = (deviceId: string): Promise<void> =>
    this.#call('DELETE', `/devices/${encodeURIComponent(deviceId)}`);

  /** Through which services the server notifies devices. */
  pushProviders = async (): Promise<PushProvider[]> =>
    (await this.#get<{ providers: PushProvider[] }>('/push')).providers;

  /** Has a device of one's own notified, in place of whoever had this token before. */
  putPushToken = (deviceId: string, token: PushToken): Promise<void> =>
    this.#call('PUT', pushTokenOf(deviceId), token);

  removePushToken = (deviceId: string): Promise<void> =>
    this.#call('DELETE', pushTokenOf(deviceId));

  notifications = (): Promise<NotificationPreferences> => this.#get('/users/me/notifications');

  updateNotifications = (
    change: Partial<NotificationPreferences>,
  ): Promise<NotificationPreferences> => this.#call('PATCH', '/users/me/notifications', change);

  conversationNotifications = (id: Id): Promise<ConversationNotifications> =>
    this.#get(`/conversations/${id}/notifications`);

  updateConversationNotifications = (
    id: Id,
    notifications: ConversationNotifications,
  ): Promise<ConversationNotifications> =>
    this.#call('PUT', `/conversations/${id}/notifications`, notifications);

  conversation = (id: Id): Promise<Conversation> => this.#get(`/conversations/${id}`);

  /** All one's conversations, most recent activity first. */
  conversations = (): Promise<Conversation[]> => this.#all('/conversations');

  findConversations = (query: string, limit = 20): Promise<Page<FoundConversation>> =>
    this.#get('/conversations/search', { query, limit });

  createConversation(conversation: NewConversation): Promise<Conversation> {
    return this.session.call({
      method: 'POST',
      path: '/conversations',
      body: conversation,
      headers: { 'Idempotency-Key': randomId() },
    });
  }

  updateConversation = (
    id: Id,
    change: { name?: string; joinPolicy?: JoinPolicy; ext?: Record<string, unknown> },
  ): Promise<Conversation> => this.#call('PATCH', `/conversations/${id}`, change);

  disband = (id: Id): Promise<void> => this.#call('DELETE', `/conversations/${id}`);

  /** The members by user id, page by page. */
  members = (id: Id, limit = 200, cursor?: string | null): Promise<Page<Member>> =>
    this.#get(`/conversations/${id}/members`, { limit, cursor });

  addMembers = (
    id: Id,
    userIds: Id[],
  ): Promise<{ added: Id[]; already: Id[]; unknown: Id[]; banned?: Id[] }> =>
    this.#call('POST', `/conversations/${id}/members`, { userIds });

  updateMember = (
    id: Id,
    userId: Id,
    change: { role?: Role; nickname?: string | null; mutedUntil?: string | null },
  ): Promise<Member> => this.#call('PATCH', `/conversations/${id}/members/${userId}`, change);

  /** Removes a member, or leaves when it is oneself. */
  removeMember = (id: Id, userId: Id): Promise<void> =>
    this.#call('DELETE', `/conversations/${id}/members/${userId}`);

  /** Joins an open conversation, or asks to: then the answer has a `requestId`. */
  join = (id: Id, message?: string): Promise<Member | JoinRequest> =>
    this.#call('POST', `/conversations/${id}/join`, { message });

  joinRequests = (id: Id): Promise<JoinRequest[]> =>
    this.#all(`/conversations/${id}/join-requests`);

  decide = (id: Id, requestId: Id, decision: 'approve' | 'reject'): Promise<JoinRequest> =>
    this.#call('PATCH', `/conversations/${id}/join-requests/${requestId}`, { decision });

  /** Messages below `beforeSeq`, newest first. */
  history = (id: Id, beforeSeq: number, limit: number): Promise<History> =>
    this.#get(`/conversations/${id}/messages`, { beforeSeq, limit });

  #get<T>(path: string, query: Query = {}): Promise<T> {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== null) {
        parameters.set(name, String(value));
      }
    }
    const text = parameters.toString();
    return this.#call('GET', text ? `${path}?${text}` : path);
  }

  #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    return this.session.call({ method, path, body });
  }

  async #all<T>(path: string): Promise<T[]> {
    const items: T[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<T> = await this.#get(path, { limit: 200, cursor });
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    return items;
  }
}

function pushTokenOf(deviceId: string): string {
  return `/devices/${encodeURIComponent(deviceId)}/push-token`;
}
