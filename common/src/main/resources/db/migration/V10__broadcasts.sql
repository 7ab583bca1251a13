-- Messages of the app to many. Written by meta. Times are epoch milliseconds in UTC.
-- Only statements that MySQL 8.4, MariaDB 11 and TiDB take alike; no foreign keys.

-- broadcast_id: what the app calls it. request_hash: SHA-256 of what was asked for, so that another request by the same name is noticed.
-- state: running, done, cancelled, failed. audience: all, users, conversation. conversation_id: 0 unless that is the audience.
-- after_id: all recipients up to this user id are through. failures: how many of them did not get it and why, as "not_found=3,blocked=1".
CREATE TABLE broadcast (
  row_id          BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  app_id          SMALLINT     NOT NULL,
  broadcast_id    VARCHAR(48)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  request_hash    BINARY(32)   NOT NULL,
  state           VARCHAR(12)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sender_id       BIGINT       NOT NULL,
  content         BLOB         NOT NULL,
  is_system       BOOLEAN      NOT NULL,
  audience        VARCHAR(12)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  conversation_id BIGINT       NOT NULL DEFAULT 0,
  rate            INT          NOT NULL,
  total           BIGINT       NOT NULL,
  after_id        BIGINT       NOT NULL DEFAULT 0,
  sent            BIGINT       NOT NULL DEFAULT 0,
  failures        VARCHAR(512) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  reason          VARCHAR(256) NOT NULL DEFAULT '',
  created_at      BIGINT       NOT NULL,
  finished_at     BIGINT       NOT NULL DEFAULT 0,
  UNIQUE KEY broadcast_by_name (app_id, broadcast_id),
  KEY broadcast_by_state (state, finished_at)
) DEFAULT CHARSET = utf8mb4;

-- Whom a broadcast to some users goes to, some hundred of them a row. user_ids: ascending, 8 bytes each, the last of them is last_id.
CREATE TABLE broadcast_users (
  row_id   BIGINT          NOT NULL,
  last_id  BIGINT          NOT NULL,
  user_ids VARBINARY(1600) NOT NULL,
  PRIMARY KEY (row_id, last_id)
);
