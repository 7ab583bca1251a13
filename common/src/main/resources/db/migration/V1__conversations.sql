-- Everything that conversations hold. Times are epoch milliseconds in UTC. Written by the flusher, except where it says otherwise.
-- Only statements that MySQL 8.4, MariaDB 11 and TiDB take alike; no foreign keys, nothing that spans shards.

-- Up to where a shard's log stands in these tables. offset and rows commit together.
-- epoch 0: the log was never written. base: the offset of the present epoch's first entry.
CREATE TABLE shard_state (
  shard          INT          NOT NULL PRIMARY KEY,
  epoch          INT          NOT NULL DEFAULT 0,
  base           BIGINT       NOT NULL DEFAULT 0,
  flushed_offset BIGINT       NOT NULL DEFAULT 0,
  flushed_batch  VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  pushed_offset  BIGINT       NOT NULL DEFAULT 0,
  fed_offset     BIGINT       NOT NULL DEFAULT 0
);

-- What the installation was started with and must not change: the number of shards.
CREATE TABLE installation (
  name  VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  value VARCHAR(255) NOT NULL
);

-- type: 0 direct, 1 group, 2 channel. join_policy: 0 invite, 1 approval, 2 open. history: 0 joined, 1 all.
-- epoch: the shard's epoch when last_seq was given. disbanded_at: 0 while it lives.
CREATE TABLE conversation (
  conversation_id BIGINT       NOT NULL PRIMARY KEY,
  app_id          SMALLINT     NOT NULL DEFAULT 1,
  shard           INT          NOT NULL,
  type            TINYINT      NOT NULL DEFAULT 0,
  name            VARCHAR(512) NULL,
  owner_id        BIGINT       NOT NULL DEFAULT 0,
  join_policy     TINYINT      NOT NULL DEFAULT 0,
  history         TINYINT      NOT NULL DEFAULT 0,
  ext             JSON         NULL,
  created_at      BIGINT       NOT NULL DEFAULT 0,
  disbanded_at    BIGINT       NOT NULL DEFAULT 0,
  member_count    INT          NOT NULL DEFAULT 0,
  last_seq        BIGINT       NOT NULL DEFAULT 0,
  last_ordinal    BIGINT       NOT NULL DEFAULT 0,
  last_sent_at    BIGINT       NOT NULL DEFAULT 0,
  member_version  BIGINT       NOT NULL DEFAULT 0,
  epoch           INT          NOT NULL DEFAULT 0
) DEFAULT CHARSET = utf8mb4;

-- role: 0 member, 1 admin, 2 owner. left_seq: 0 while a member, else the conversation's last seq when it ended.
CREATE TABLE member (
  conversation_id BIGINT       NOT NULL,
  user_id         BIGINT       NOT NULL,
  role            TINYINT      NOT NULL DEFAULT 0,
  nickname        VARCHAR(256) NULL,
  muted_until     BIGINT       NOT NULL DEFAULT 0,
  joined_at       BIGINT       NOT NULL DEFAULT 0,
  join_seq        BIGINT       NOT NULL DEFAULT 0,
  left_seq        BIGINT       NOT NULL DEFAULT 0,
  is_member       BOOLEAN      NOT NULL DEFAULT FALSE,
  read_seq        BIGINT       NOT NULL DEFAULT 0,
  read_ordinal    BIGINT       NOT NULL DEFAULT 0,
  delivered_seq   BIGINT       NOT NULL DEFAULT 0,
  PRIMARY KEY (conversation_id, user_id)
) DEFAULT CHARSET = utf8mb4;

-- Derived from member, keyed by user: which conversations somebody is in.
CREATE TABLE user_conversation (
  user_id         BIGINT  NOT NULL,
  conversation_id BIGINT  NOT NULL,
  is_member       BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (user_id, conversation_id)
);

-- kind: 0 by a user, 1 system. content: the JSON object's bytes as received. ordinal: counts messages that are not system.
CREATE TABLE message (
  conversation_id   BIGINT      NOT NULL,
  seq               BIGINT      NOT NULL,
  sender_id         BIGINT      NOT NULL,
  sender_device     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  client_message_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind              TINYINT     NOT NULL DEFAULT 0,
  flags             INT         NOT NULL DEFAULT 0,
  ordinal           BIGINT      NOT NULL DEFAULT 0,
  target_seq        BIGINT      NOT NULL DEFAULT 0,
  content           MEDIUMBLOB  NOT NULL,
  meta              BLOB        NULL,
  sent_at           BIGINT      NOT NULL,
  expires_at        BIGINT      NOT NULL DEFAULT 0,
  PRIMARY KEY (conversation_id, seq)
) DEFAULT CHARSET = utf8mb4;

-- Records that MySQL refused, with their bytes as in the log. History and the loading of states read them too.
CREATE TABLE message_dead (
  shard           INT          NOT NULL,
  log_offset      BIGINT       NOT NULL,
  position        INT          NOT NULL,
  conversation_id BIGINT       NOT NULL,
  seq             BIGINT       NOT NULL DEFAULT 0,
  record          MEDIUMBLOB   NOT NULL,
  reason          VARCHAR(512) NOT NULL,
  set_aside_at    BIGINT       NOT NULL,
  PRIMARY KEY (shard, log_offset, position),
  KEY message_dead_by_conversation (conversation_id, seq)
) DEFAULT CHARSET = utf8mb4;

-- Reserved before `created` is appended, written by meta: the one conversation of two users, low id first.
CREATE TABLE direct_conversation (
  low_user_id     BIGINT NOT NULL,
  high_user_id    BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  PRIMARY KEY (low_user_id, high_user_id),
  UNIQUE KEY direct_conversation_id (conversation_id)
);

-- Reserved before `created` is appended, written by meta: a creator's Idempotency-Key gives the same conversation again.
CREATE TABLE conversation_reservation (
  creator_id      BIGINT      NOT NULL,
  idempotency_key VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  conversation_id BIGINT      NOT NULL,
  reserved_at     BIGINT      NOT NULL,
  PRIMARY KEY (creator_id, idempotency_key),
  UNIQUE KEY conversation_reservation_id (conversation_id)
);
