-- When a session's device last logged in or refreshed.
ALTER TABLE device_session ADD COLUMN active_at BIGINT NOT NULL DEFAULT 0;
UPDATE device_session SET active_at = created_at;

-- Wrong passwords of names, whether somebody has them or not. name_hash: SHA-256 of the app and the lower-cased name.
-- times: when the latest ones were, 8 bytes each, oldest first, those of the last minute. delays: how often logins were refused.
CREATE TABLE login_failure (
  name_hash     BINARY(32)      NOT NULL PRIMARY KEY,
  times         VARBINARY(8000) NOT NULL,
  delays        INT             NOT NULL DEFAULT 0,
  refused_until BIGINT          NOT NULL DEFAULT 0,
  last_at       BIGINT          NOT NULL,
  KEY login_failure_by_last (last_at)
);

-- Users whom the app does not let in. banned_until: 0 when it lets them in again.
CREATE TABLE account_ban (
  user_id      BIGINT       NOT NULL PRIMARY KEY,
  banned_until BIGINT       NOT NULL,
  reason       VARCHAR(800) NOT NULL DEFAULT '',
  changed_at   BIGINT       NOT NULL,
  KEY account_ban_by_change (changed_at),
  KEY account_ban_by_end (banned_until)
) DEFAULT CHARSET = utf8mb4;

-- What was done by API key: append only. actor: the first characters of the key's SHA-256.
CREATE TABLE audit (
  id      BIGINT       NOT NULL PRIMARY KEY AUTO_INCREMENT,
  at      BIGINT       NOT NULL,
  app_id  SMALLINT     NOT NULL DEFAULT 1,
  actor   VARCHAR(32)  NOT NULL,
  act     VARCHAR(32)  NOT NULL,
  subject VARCHAR(64)  NOT NULL,
  detail  VARCHAR(800) NOT NULL DEFAULT '',
  KEY audit_by_time (at)
) DEFAULT CHARSET = utf8mb4;
