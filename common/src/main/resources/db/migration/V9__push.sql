-- Notifications of people who are away. Times are epoch milliseconds in UTC.
-- Only statements that MySQL 8.4, MariaDB 11 and TiDB take alike; no foreign keys.

-- Where a device is notified. Written by meta, removed when the device logs out or the provider says that it is gone.
-- provider: apns, fcm, webpush or a name of gostacker.push.http. token: what the provider gave the device; for webpush its subscription as JSON.
-- token_hash: SHA-256 of provider, a line feed and token. A token is one user's only: who hands it in last has it.
CREATE TABLE push_token (
  user_id    BIGINT        NOT NULL,
  device_id  VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  provider   VARCHAR(32)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  token      VARCHAR(4096) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  token_hash BINARY(32)    NOT NULL,
  updated_at BIGINT        NOT NULL,
  PRIMARY KEY (user_id, device_id),
  UNIQUE KEY push_token_by_hash (token_hash)
) DEFAULT CHARSET = utf8mb4;

-- Which providers there are, written by the dispatcher when it begins. public_key: of webpush, which browsers ask for; else empty.
CREATE TABLE push_provider (
  name       VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  public_key VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT ''
);

-- How somebody wants to be notified. Written by meta. quiet_from, quiet_to: minutes of the day in zone; null for no quiet hours.
-- mentions: whether being mentioned notifies in spite of quiet hours and of muted conversations.
CREATE TABLE push_preference (
  user_id       BIGINT      NOT NULL PRIMARY KEY,
  hide_previews BOOLEAN     NOT NULL DEFAULT FALSE,
  mentions      BOOLEAN     NOT NULL DEFAULT TRUE,
  quiet_from    SMALLINT    NULL,
  quiet_to      SMALLINT    NULL,
  zone          VARCHAR(64) NOT NULL DEFAULT 'UTC'
) DEFAULT CHARSET = utf8mb4;

-- Conversations that somebody does not want to be notified of until a time. Written by meta. muted_until: the largest number for ever.
CREATE TABLE push_mute (
  user_id         BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  muted_until     BIGINT NOT NULL,
  PRIMARY KEY (user_id, conversation_id)
);

-- Up to which event of the feed everybody was looked up who is to be notified. Written by the dispatcher.
CREATE TABLE push_reader (
  id       TINYINT NOT NULL PRIMARY KEY,
  event_id BIGINT  NOT NULL
);

-- What a device is to be notified of, or was: one notification for a conversation, of its latest message. Written by the dispatcher.
-- seq: the latest message to tell of. mention_seq: the latest of them in which the user is mentioned; 0 for none. sent_seq: up to where it was told.
-- due_at: when it is to be sent; the largest number when there is nothing to send. first_at: when it was tried first since; 0 for never.
-- lease: of the latest claim; while due_at is the same it is on its way. seen_online: the user was online when it was due.
CREATE TABLE push_notification (
  user_id         BIGINT       NOT NULL,
  device_id       VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  conversation_id BIGINT       NOT NULL,
  provider        VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  seq             BIGINT       NOT NULL,
  mention_seq     BIGINT       NOT NULL DEFAULT 0,
  sent_seq        BIGINT       NOT NULL DEFAULT 0,
  due_at          BIGINT       NOT NULL,
  tries           INT          NOT NULL DEFAULT 0,
  first_at        BIGINT       NOT NULL DEFAULT 0,
  lease           BIGINT       NOT NULL DEFAULT 0,
  seen_online     BOOLEAN      NOT NULL DEFAULT FALSE,
  changed_at      BIGINT       NOT NULL,
  PRIMARY KEY (user_id, device_id, conversation_id),
  KEY push_notification_by_due (provider, due_at),
  KEY push_notification_by_change (changed_at)
) DEFAULT CHARSET = utf8mb4;

-- Notifications that were given up, with why. Written by the dispatcher.
CREATE TABLE push_dead (
  id              BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_id         BIGINT       NOT NULL,
  device_id       VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  conversation_id BIGINT       NOT NULL,
  seq             BIGINT       NOT NULL,
  provider        VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  tries           INT          NOT NULL,
  reason          VARCHAR(256) NOT NULL,
  at              BIGINT       NOT NULL,
  KEY push_dead_by_time (at)
) DEFAULT CHARSET = utf8mb4;
