-- What happened, for the app's back end. Written in the transaction that makes it so, by the flusher and by meta.
-- Only statements that MySQL 8.4 and MariaDB 11 take alike; no foreign keys.

-- The id of the latest event that has one. Who holds its row gives ids.
CREATE TABLE event_head (
  id      TINYINT NOT NULL PRIMARY KEY,
  last_id BIGINT  NOT NULL
);
INSERT INTO event_head (id, last_id) VALUES (1, 0);

-- Some events that were written together. last_id: they have the ids up to it; null while they have none, which they get, by meta,
-- in the order of row_id as far as it is committed. payload: each as JSON without its id, after its length in 4 bytes.
CREATE TABLE event_batch (
  row_id  BIGINT     NOT NULL AUTO_INCREMENT PRIMARY KEY,
  last_id BIGINT     NULL,
  events  INT        NOT NULL,
  at      BIGINT     NOT NULL,
  payload MEDIUMBLOB NOT NULL,
  UNIQUE KEY event_batch_by_id (last_id),
  KEY event_batch_by_time (at)
);
