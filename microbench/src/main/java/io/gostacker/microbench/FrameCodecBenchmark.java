package io.gostacker.microbench;

import io.gostacker.common.conversation.Message;
import io.gostacker.common.json.MessageJson;
import io.gostacker.gateway.frame.ClientFrame;
import io.gostacker.gateway.frame.FrameParser;
import io.gostacker.gateway.outbox.Outboxes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Frames in and out, with 100 bytes of text as the workloads of `./bench` have.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FrameCodecBenchmark {
  private static final int MAX_UNWRITTEN = 1 << 20;
  private static final String CONTENT = "{\"type\":\"text\",\"text\":\"" + "x".repeat(100) + "\"}";

  private final byte[] sendFrame =
      ("{\"type\":\"send\",\"conversationId\":\"4611686018427387904\",\"clientMessageId\":\"m-4711\","
              + "\"content\":"
              + CONTENT
              + "}")
          .getBytes(StandardCharsets.UTF_8);
  private final Message message =
      new Message(
          4_611_686_018_427_387_904L,
          1_000_007,
          4711,
          "m-4711",
          CONTENT.getBytes(StandardCharsets.UTF_8),
          1_764_000_000_123L,
          0);
  private final byte[] messageFrame = MessageJson.frame(message);
  private final Outboxes outboxes =
      new Outboxes(MAX_UNWRITTEN, Duration.ofSeconds(10), new SimpleMeterRegistry());

  /// A `send` frame is read, its content checked.
  @Benchmark
  public ClientFrame parseSend() {
    return FrameParser.parse(sendFrame);
  }

  /// A `message` frame is made of a record.
  @Benchmark
  public byte[] encodeMessage() {
    return MessageJson.frame(message);
  }

  /// A frame becomes the buffer that all sockets share.
  @Benchmark
  public int wireFrame() {
    ByteBuf frame = outboxes.frame(messageFrame);
    int bytes = frame.readableBytes();
    frame.release();
    return bytes;
  }
}
