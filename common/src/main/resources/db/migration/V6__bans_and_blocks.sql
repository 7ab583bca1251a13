-- Who is kept out of a conversation. kind 0: banned by (a group or channel), up to until_at. kind 1: a member of a direct
-- conversation who takes no messages from the other. until_at: epoch milliseconds, 9223372036854775807 for ever, 0 not any more.
-- Written by the flusher.
CREATE TABLE conversation_exclusion (
  conversation_id BIGINT  NOT NULL,
  user_id         BIGINT  NOT NULL,
  kind            TINYINT NOT NULL,
  until_at        BIGINT  NOT NULL,
  by_id           BIGINT  NOT NULL,
  at              BIGINT  NOT NULL,
  PRIMARY KEY (conversation_id, user_id, kind)
);

-- Whom a user takes no messages from. Written by meta; what is enforced stands in conversation_exclusion.
CREATE TABLE user_block (
  user_id    BIGINT NOT NULL,
  blocked_id BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, blocked_id)
);
