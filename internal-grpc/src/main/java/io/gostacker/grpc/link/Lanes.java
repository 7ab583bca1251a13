package io.gostacker.grpc.link;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.shardlog.Shards;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.transport.ReplyTo;
import io.gostacker.grpc.wire.CommandStream.Answer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/// All lanes: one a shard.
final class Lanes implements Links.Listener {
  static final Reply UNAVAILABLE =
      new Reply.Refused(ErrorCode.UNAVAILABLE, "The message service does not answer, try again");
  static final Reply OVERLOADED =
      new Reply.Refused(ErrorCode.OVERLOADED, "Too much waits to be sent, try again later");

  private final Shards shards;
  private final Lane[] lanes;
  private final AtomicLong numbers = new AtomicLong();

  Lanes(Links links, Shards shards, MeterRegistry meters) {
    this.shards = shards;
    Counter repeated = meters.counter("gostacker.internal.commands.repeated");
    this.lanes = new Lane[shards.count()];
    for (int shard = 0; shard < lanes.length; shard++) {
      int key = shard;
      lanes[shard] = new Lane(() -> links.choose(key), repeated::increment);
    }
    links.listen(this);
  }

  /// Hands a command over. The number tells the lane when it comes back.
  void submit(Command command, ReplyTo replyTo) {
    int shard = shards.of(command.conversationId());
    long number = numbers.incrementAndGet() * lanes.length + shard;
    lanes[shard].submit(new Pending(number, command, replyTo));
  }

  @Override
  public void changed() {
    for (Lane lane : lanes) {
      lane.chooseAgain();
    }
  }

  @Override
  public void beat(long now) {
    for (Lane lane : lanes) {
      lane.expire(now);
    }
  }

  @Override
  public void answered(Link link, Answer answer) {
    lanes[(int) Long.remainderUnsigned(answer.number(), lanes.length)].answered(link, answer);
  }

  @Override
  public void over(Link link, boolean wasUp) {
    for (Lane lane : lanes) {
      lane.over(link);
    }
  }
}
