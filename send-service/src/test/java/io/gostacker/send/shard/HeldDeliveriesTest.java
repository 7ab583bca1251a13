package io.gostacker.send.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.common.transport.Delivery;
import io.gostacker.send.fanout.Deliveries;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HeldDeliveriesTest {
  private final List<Long> delivered = new ArrayList<>();
  private int resyncs;
  private long applied;
  private long flushed;
  private final HeldDeliveries held =
      new HeldDeliveries(
          new Deliveries() {
            @Override
            public boolean isEmpty() {
              return false;
            }

            @Override
            public boolean isOnline(long userId) {
              return true;
            }

            @Override
            public void deliver(Delivery.Frame frame) {
              delivered.add(frame.seq());
            }

            @Override
            public void resyncAll() {
              resyncs++;
            }
          },
          () -> applied,
          () -> flushed);

  private void tell(long seq) {
    applied = seq;
    held.deliver(new Delivery.Frame(1, seq, new byte[0], new long[] {7}, 0, ""));
  }

  private static List<Long> numbers(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  @Test
  void framesWaitForMySqlInTheirOrder() {
    LongStream.rangeClosed(1, 5).forEach(this::tell);
    assertThat(delivered).isEmpty();
    flushed = 3;
    held.give();
    assertThat(delivered).isEqualTo(numbers(1, 3));
    assertThat(held.isWaiting()).isTrue();
    flushed = 6;
    tell(6); // flushed already, but others wait before it
    assertThat(delivered).isEqualTo(numbers(1, 3));
    held.give();
    assertThat(delivered).isEqualTo(numbers(1, 6));
    tell(6);
    assertThat(delivered).hasSize(7);
    assertThat(resyncs).isZero();
  }

  @Test
  void atTheBoundEverybodyIsToldToLookOnceMySqlHasWhatWasDropped() {
    long bound = HeldDeliveries.MAX_HELD;
    LongStream.rangeClosed(1, bound + 3).forEach(this::tell);
    flushed = bound - 1;
    held.give();
    assertThat(resyncs).isZero();
    for (long seq = bound + 4; seq < bound + 10; seq++) {
      tell(seq); // more and more, so that MySQL is never quite there
      flushed = seq - 2;
      held.give();
    }
    assertThat(resyncs).isEqualTo(1);
    assertThat(delivered).isEqualTo(numbers(bound + 1, bound + 7));
  }

  @Test
  void whatIsGivenUpIsToldOfByAResync() {
    held.abandon();
    assertThat(resyncs).isZero();
    tell(1);
    held.abandon();
    assertThat(resyncs).isEqualTo(1);
    assertThat(held.isWaiting()).isFalse();
    flushed = 1;
    held.give();
    assertThat(delivered).isEmpty();
  }
}
