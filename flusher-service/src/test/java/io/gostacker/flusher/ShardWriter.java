package io.gostacker.flusher;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.common.record.Batch;
import io.gostacker.common.record.BatchCodec;
import io.gostacker.common.record.LogRecord;
import io.gostacker.common.shardlog.Appended;
import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.ShardLog;
import io.gostacker.common.shardlog.ShardState;
import io.gostacker.common.shardlog.ShardStates;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// Writes one shard's log as a send service does.
final class ShardWriter {
  final int shard;
  private final ShardLog log;
  private final ShardStates states;
  private Position at = Position.START;
  private int epoch;

  ShardWriter(int shard, ShardLog log, ShardStates states) {
    this.shard = shard;
    this.log = log;
    this.states = states;
  }

  /// Raises the epoch and begins it after whatever head there is.
  Position begin() {
    ShardState state = states.of(shard);
    ShardState raised = states.raiseEpoch(shard, state.epoch(), 0);
    epoch = raised.epoch();
    Optional<Position> head = ask(log.head(shard));
    Position base = new Position(raised.base(), batchId());
    byte[] payload = BatchCodec.encode(new Batch(epoch, List.of()));
    assertThat(ask(log.begin(shard, head, base, payload))).isInstanceOf(Appended.Done.class);
    at = base;
    return base;
  }

  Position append(LogRecord... records) {
    return append(List.of(records));
  }

  Position append(List<LogRecord> records) {
    return appendBytes(BatchCodec.encode(new Batch(epoch, records)));
  }

  Position appendBytes(byte[] payload) {
    String batchId = batchId();
    assertThat(ask(log.append(shard, at, batchId, payload))).isInstanceOf(Appended.Done.class);
    at = new Position(at.offset() + 1, batchId);
    return at;
  }

  Position at() {
    return at;
  }

  int epoch() {
    return epoch;
  }

  private <T> T ask(CompletableFuture<T> answer) {
    log.flush();
    return Answers.await(answer);
  }

  private static String batchId() {
    return UUID.randomUUID().toString().substring(0, 12);
  }
}
