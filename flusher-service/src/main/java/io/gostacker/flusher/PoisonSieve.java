package io.gostacker.flusher;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.transaction.TransactionStatus;

/// Writes what MySQL takes and sets the rest aside: halves a refused batch until the poisonous
/// record is alone. Order and transaction stay as they were; only the poison is missing.
final class PoisonSieve {
  /// How many records of one batch may be set aside for a reason that is not certain to lie in
  /// them; beyond it something else must be wrong, and the batch is tried again later.
  private static final int MAX_UNCLEAR = 10;

  private final RecordWriter writer;
  private final DeadRecords dead;

  PoisonSieve(RecordWriter writer, DeadRecords dead) {
    this.writer = writer;
    this.dead = dead;
  }

  /// @param suspectAll whether failures of unclear kind count against the records too
  /// @return what was set aside
  Set<PlacedRecord> write(
      int shard, List<PlacedRecord> records, TransactionStatus transaction, boolean suspectAll) {
    Sifting sifting = new Sifting(shard, transaction, suspectAll);
    sifting.write(records);
    return sifting.refused;
  }

  private final class Sifting {
    private final int shard;
    private final TransactionStatus transaction;
    private final boolean suspectAll;
    private final Set<PlacedRecord> refused = new HashSet<>();
    private int unclear;

    Sifting(int shard, TransactionStatus transaction, boolean suspectAll) {
      this.shard = shard;
      this.transaction = transaction;
      this.suspectAll = suspectAll;
    }

    void write(List<PlacedRecord> records) {
      if (records.isEmpty()) {
        return;
      }
      Object before = transaction.createSavepoint();
      try {
        writer.write(shard, records);
        transaction.releaseSavepoint(before);
      } catch (RuntimeException e) {
        Failure failure = Failure.of(e);
        if (failure == Failure.OF_SERVER || (failure == Failure.UNCLEAR && !suspectAll)) {
          throw e;
        }
        transaction.rollbackToSavepoint(before);
        divide(records, e, failure);
      }
    }

    private void divide(List<PlacedRecord> records, RuntimeException refusal, Failure failure) {
      if (records.size() > 1) {
        int half = records.size() / 2;
        write(records.subList(0, half));
        write(records.subList(half, records.size()));
        return;
      }
      if (failure == Failure.UNCLEAR && ++unclear > MAX_UNCLEAR) {
        throw refusal;
      }
      refused.add(records.getFirst());
      dead.setAside(shard, records.getFirst(), Failure.reason(refusal));
    }
  }
}
