-- What happened, for the app's back end. Written in the transaction that makes it so, by the flusher and by meta.
-- Only statements that MySQL 8.4, MariaDB 11 and TiDB take alike; no foreign keys.

-- The id of the latest event. Its row is locked from the giving of ids to the commit, so ids become visible in their order.
CREATE TABLE event_head (
  id      TINYINT NOT NULL PRIMARY KEY,
  last_id BIGINT  NOT NULL
);
INSERT INTO event_head (id, last_id) VALUES (1, 0);

-- Events last_id - events + 1 to last_id. payload: each as JSON without its id, after its length in 4 bytes.
CREATE TABLE event_batch (
  last_id BIGINT     NOT NULL PRIMARY KEY,
  events  INT        NOT NULL,
  at      BIGINT     NOT NULL,
  payload MEDIUMBLOB NOT NULL,
  KEY event_batch_by_time (at)
);
