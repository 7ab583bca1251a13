package io.gostacker.microbench;

import io.gostacker.common.transport.Delivery;
import io.gostacker.send.fanout.Ownership;
import io.gostacker.send.fanout.Routes;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// A frame finds its way by the routes of all members, of whom a half is at each of two gateways.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FanOutBenchmark {
  private static final int GATEWAYS = 2;

  /// Members of the conversation.
  @Param({"2", "100", "1000"})
  private int members;

  /// Of these, with a socket somewhere.
  @Param({"1.0", "0.05"})
  private double online;

  private final Routes routes = new Routes(Ownership.alone());
  private Delivery.Frame frame = new Delivery.Frame(0, 0, new byte[0], new long[0], 0, "");
  private long delivered;

  /// Makes the members and their routes.
  @Setup
  public void prepare() {
    for (int gateway = 0; gateway < GATEWAYS; gateway++) {
      routes.attach(
          "g" + gateway,
          delivery -> {
            if (delivery instanceof Delivery.Frame part) {
              delivered += part.recipients().length;
            }
          });
    }
    long[] all = LongStream.range(0, members).map(i -> 1_000_000_007L * i).toArray();
    for (int i = 0; i < Math.max(1, members * online); i++) {
      routes.online("g" + i % GATEWAYS, all[i]);
    }
    frame = new Delivery.Frame(1, 1, new byte[200], all, 0, "");
  }

  /// See the type.
  @Benchmark
  public long deliver() {
    routes.deliver(frame);
    return delivered;
  }
}
