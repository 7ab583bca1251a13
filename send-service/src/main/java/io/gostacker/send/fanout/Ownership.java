package io.gostacker.send.fanout;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/// For which shards this instance fans out what others appended: those that at least one gateway
/// takes it for the owner of. Two that both think they own one only send some frames twice, which
/// gateways drop. Thread-safe.
public final class Ownership {
  private final boolean alone;
  private final Map<String, BitSet> byGateway = new HashMap<>();
  private volatile BitSet owned = new BitSet();
  private IntConsumer onGain = shard -> {};

  private Ownership(boolean alone) {
    this.alone = alone;
  }

  /// Of an instance that is the only one.
  public static Ownership alone() {
    return new Ownership(true);
  }

  /// Of one among several: gateways say what it owns.
  public static Ownership shared() {
    return new Ownership(false);
  }

  /// Whether there are no other instances.
  public boolean isAlone() {
    return alone;
  }

  public boolean owns(int shard) {
    return alone || owned.get(shard);
  }

  /// Calls it for each shard that becomes this instance's from now on.
  public synchronized void onGain(IntConsumer action) {
    onGain = action;
  }

  synchronized void set(String gatewayId, BitSet shards) {
    byGateway.put(gatewayId, (BitSet) shards.clone());
    combine();
  }

  synchronized void forget(String gatewayId) {
    if (byGateway.remove(gatewayId) != null) {
      combine();
    }
  }

  private void combine() {
    BitSet all = new BitSet();
    byGateway.values().forEach(all::or);
    BitSet gained = (BitSet) all.clone();
    gained.andNot(owned);
    owned = all; // never changed after this
    gained.stream().forEach(onGain);
  }
}
