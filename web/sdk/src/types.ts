// The contract's shapes. Ids are 64-bit numbers as decimal strings; seqs count from 1 within a conversation.

export type Id = string;

export interface TextContent {
  type: 'text';
  text: string;
}

export interface ImageContent {
  type: 'image';
  url: string;
  width: number;
  height: number;
}

export interface VoiceContent {
  type: 'voice';
  url: string;
  durationMs: number;
}

export interface FileContent {
  type: 'file';
  url: string;
  name: string;
  /** Bytes. */
  size: number;
}

export interface CustomContent {
  type: 'custom';
  data: Record<string, unknown>;
}

/** What the server says of a change in a group. */
export interface SystemContent {
  type: 'system';
  event: 'created' | 'joined' | 'left' | 'removed' | 'renamed' | 'role' | 'muted' | 'disbanded';
  by?: Id;
  /** At most 100 of them; `count` says how many there were. */
  userIds?: Id[];
  count?: number;
  name?: string;
  role?: Role;
  until?: string;
}

interface Addressed {
  mentions?: Id[] | 'all';
  replyTo?: number;
}

/** What a client may send: at most 16 KiB of JSON. */
export type Content = (TextContent | ImageContent | VoiceContent | FileContent | CustomContent) &
  Addressed;

/** What a client may see. A type that is not known here gets a placeholder. */
export type AnyContent = Content | (SystemContent & Addressed);

export interface Message {
  conversationId: Id;
  seq: number;
  senderId: Id;
  clientMessageId: string;
  content: AnyContent;
  /** RFC 3339, UTC. */
  sentAt: string;
  targetSeq?: number;
}

export type Role = 'owner' | 'admin' | 'member';
export type ConversationType = 'direct' | 'group' | 'channel';
export type JoinPolicy = 'invite' | 'approval' | 'open';

export interface Conversation {
  conversationId: Id;
  type: ConversationType;
  name: string | null;
  ownerId: Id | null;
  memberCount: number;
  lastSeq: number;
  readSeq: number;
  unread: number;
  lastMessage?: Message;
  joinPolicy: JoinPolicy;
  history: 'joined' | 'all';
  ext?: Record<string, unknown>;
  createdAt: string;
}

/** An open group as the search shows it to everybody. */
export type FoundConversation = Pick<
  Conversation,
  'conversationId' | 'type' | 'memberCount' | 'joinPolicy' | 'createdAt'
> & { name: string };

export interface NewConversation {
  type: ConversationType;
  name?: string;
  memberIds: Id[];
  joinPolicy?: JoinPolicy;
  history?: 'joined' | 'all';
  ext?: Record<string, unknown>;
}

export interface Member {
  userId: Id;
  role: Role;
  nickname: string | null;
  joinedAt: string;
  mutedUntil?: string;
}

export interface JoinRequest {
  requestId: Id;
  conversationId: Id;
  userId: Id;
  message?: string;
  createdAt: string;
  decision?: 'approve' | 'reject';
}

export interface User {
  userId: Id;
  username: string | null;
  nickname: string;
  avatarUrl: string | null;
}

export interface Device {
  deviceId: string;
  platform: string;
  current: boolean;
  createdAt: string;
  lastActiveAt: string;
}

export interface PushProvider {
  name: string;
  /** Of webpush: the VAPID key that a browser subscribes with, base64url. */
  publicKey?: string;
}

/** What a device got from its provider; of webpush `subscription.toJSON()`. */
export type PushToken =
  | { provider: string; token: string }
  | { provider: 'webpush'; subscription: WebPushSubscription };

export interface WebPushSubscription {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

export interface NotificationPreferences {
  /** Notifications tell that there is a message, not what it says. */
  hidePreviews: boolean;
  /** Who is mentioned is notified in spite of quiet hours, and of muted conversations. */
  mentions: boolean;
  quietHours: QuietHours | null;
}

/** Times of the day as `22:00`; `zone` as `Europe/Berlin`. */
export interface QuietHours {
  from: string;
  to: string;
  zone: string;
}

export interface ConversationNotifications {
  /** RFC 3339, UTC; null for not muted. */
  mutedUntil: string | 'forever' | null;
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export interface History {
  items: Message[];
  hasMore: boolean;
}

export interface Tokens {
  accessToken: string;
  refreshToken: string;
  /** Seconds. */
  expiresIn: number;
  userId: Id;
  deviceId: string;
}

export interface Receipt {
  conversationId: Id;
  userId: Id;
  kind: 'delivered' | 'read';
  /** Everything up to here. */
  seq: number;
}

export interface Typing {
  conversationId: Id;
  userId: Id;
}

export interface ConversationChange {
  event: 'created' | 'updated' | 'joined' | 'left' | 'disbanded';
  conversation: Conversation;
}

export interface SyncPart {
  conversationId: Id;
  lastSeq: number;
  readSeq: number;
  messages: Message[];
  hasMore: boolean;
}

export interface SyncAnswer {
  conversations: SyncPart[];
  gone?: Id[];
  more?: boolean;
}

export type Cursors = Record<Id, number>;
