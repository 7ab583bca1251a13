-- Users, how they prove who they are, and what they are logged in with. Times are epoch milliseconds in UTC. Written by meta.
-- Only statements that MySQL 8.4, MariaDB 11 and TiDB take alike; no foreign keys.

-- username: null for users of the app's back end, who have an external_id instead. Compared without regard to case.
CREATE TABLE user (
  user_id     BIGINT        NOT NULL PRIMARY KEY,
  app_id      SMALLINT      NOT NULL DEFAULT 1,
  username    VARCHAR(32)   CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL,
  external_id VARCHAR(128)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  nickname    VARCHAR(64)   CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL,
  avatar_url  VARCHAR(1024) NULL,
  ext         JSON          NULL,
  created_at  BIGINT        NOT NULL,
  UNIQUE KEY user_by_username (app_id, username),
  UNIQUE KEY user_by_external_id (app_id, external_id),
  KEY user_by_nickname (app_id, nickname, user_id)
) DEFAULT CHARSET = utf8mb4;

-- password_hash: "{argon2id}$argon2id$…", the encoding says algorithm, parameters and salt.
CREATE TABLE credential (
  user_id       BIGINT       NOT NULL PRIMARY KEY,
  password_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  changed_at    BIGINT       NOT NULL
);

-- A login of a device. ended_at: 0 while it lives. access_expires_at: when its latest access token expires.
-- refresh_expires_at: when its latest refresh token expires, and the session with it.
CREATE TABLE device_session (
  session_id         VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  app_id             SMALLINT    NOT NULL DEFAULT 1,
  user_id            BIGINT      NOT NULL,
  device_id          VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  platform           VARCHAR(32) NOT NULL DEFAULT '',
  created_at         BIGINT      NOT NULL,
  access_expires_at  BIGINT      NOT NULL,
  refresh_expires_at BIGINT      NOT NULL,
  ended_at           BIGINT      NOT NULL DEFAULT 0,
  KEY device_session_by_user (user_id, ended_at),
  KEY device_session_by_end (ended_at, refresh_expires_at)
) DEFAULT CHARSET = utf8mb4;

-- token_hash: SHA-256 of the refresh token, which itself is nowhere. spent_at: 0 until it was used; used again, it ends the session.
CREATE TABLE refresh_token (
  token_hash BINARY(32)  NOT NULL PRIMARY KEY,
  session_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  expires_at BIGINT      NOT NULL,
  spent_at   BIGINT      NOT NULL DEFAULT 0,
  KEY refresh_token_by_expiry (expires_at)
);
