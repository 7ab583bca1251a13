-- Requests to join, and how open conversations are found by name. Written by meta. Times are epoch milliseconds in UTC.
-- Only statements that MySQL 8.4, MariaDB 11 and TiDB take alike; no foreign keys.

-- One at most of a user in a conversation. state: 0 pending, 1 approved and perhaps not let in yet, 2 approved, 3 rejected.
CREATE TABLE join_request (
  request_id      BIGINT       NOT NULL PRIMARY KEY,
  conversation_id BIGINT       NOT NULL,
  user_id         BIGINT       NOT NULL,
  message         VARCHAR(512) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  created_at      BIGINT       NOT NULL,
  state           TINYINT      NOT NULL DEFAULT 0,
  decided_by      BIGINT       NOT NULL DEFAULT 0,
  decided_at      BIGINT       NOT NULL DEFAULT 0,
  UNIQUE KEY join_request_by_user (conversation_id, user_id),
  KEY join_request_by_age (conversation_id, created_at, request_id)
) DEFAULT CHARSET = utf8mb4;

-- Walked in the order of names, over the open ones only. What the flusher changes with each message is not in it.
CREATE INDEX conversation_by_policy ON conversation (app_id, join_policy, name, conversation_id);
