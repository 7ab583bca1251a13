-- Where the app's back end is told of events. Written by meta. Times are epoch milliseconds in UTC.
-- Only statements that MySQL 8.4, MariaDB 11 and TiDB take alike; no foreign keys.

-- types: which events, with commas between; empty for all. delivered_id: all events up to it were delivered, or stand in webhook_late.
CREATE TABLE webhook (
  name         VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  url          VARCHAR(1024) NOT NULL,
  secret       VARCHAR(128)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  types        VARCHAR(1024) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  delivered_id BIGINT        NOT NULL,
  created_at   BIGINT        NOT NULL
) DEFAULT CHARSET = utf8mb4;

-- Events that were not delivered when their turn came. lane: what they are in order within, a conversation or a user.
-- first_at: when it was tried first; 0 if it waits for one before it. dead: given up.
CREATE TABLE webhook_late (
  name     VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  event_id BIGINT       NOT NULL,
  lane     VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  payload  MEDIUMBLOB   NOT NULL,
  tries    INT          NOT NULL DEFAULT 0,
  first_at BIGINT       NOT NULL DEFAULT 0,
  next_at  BIGINT       NOT NULL DEFAULT 0,
  dead     BOOLEAN      NOT NULL DEFAULT FALSE,
  reason   VARCHAR(256) NOT NULL DEFAULT '',
  PRIMARY KEY (name, event_id),
  KEY webhook_late_by_lane (name, dead, lane, event_id)
) DEFAULT CHARSET = utf8mb4;
