package io.gostacker.grpc.link;

import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Highest random weight hashing (Thaler and Ravishankar, 1998): all who know the same instances
/// choose the same one for a key, and when one comes or goes only its own keys move.
final class Rendezvous {

  private Rendezvous() {}

  /// @param name of an instance, the same for all who choose
  static <T> @Nullable T choose(long key, Collection<T> instances, Function<T, String> name) {
    T best = null;
    long highest = 0;
    for (T instance : instances) {
      long weight = mix(key ^ mix(hash(name.apply(instance))));
      if (best == null || weight > highest) {
        best = instance;
        highest = weight;
      }
    }
    return best;
  }

  /// FNV-1a, 64 bits.
  private static long hash(String text) {
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
    }
    return hash;
  }

  /// Stafford's variant 13 of the MurmurHash3 finalizer.
  private static long mix(long value) {
    long mixed = value;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
