package io.gostacker.verify.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.verify.history.Content;
import io.gostacker.verify.history.Event;
import io.gostacker.verify.history.HistoryReader;
import io.gostacker.verify.history.HistoryWriter;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A long history, three devices for each message, is gone through once. It tells how long that
/// took; `-Dgostacker.verify.history=1000000` makes it long.
class CheckerSizeTest {
  private static final int CONVERSATIONS = 200;
  private static final int DEVICES = 4;

  @TempDir private Path folder;

  @Test
  void aLongHistoryIsChecked() throws IOException {
    int messages = Integer.getInteger("gostacker.verify.history", 20_000);
    Path file = folder.resolve("history");
    try (HistoryWriter history = new HistoryWriter(file)) {
      write(messages, history);
    }
    long start = System.nanoTime();
    Checker checker = new Checker(false);
    HistoryReader.read(file, checker);
    Verdict verdict = checker.finish(true, true);
    double seconds = (System.nanoTime() - start) / 1e9;
    Runtime runtime = Runtime.getRuntime();
    System.out.printf(
        "[verify] %,d messages by 3 devices each checked in %.1f s, heap %d of %d MiB%n",
        messages,
        seconds,
        (runtime.totalMemory() - runtime.freeMemory()) >> 20,
        runtime.maxMemory() >> 20);
    assertThat(verdict.findings().words()).isEmpty();
    assertThat(verdict.acknowledged()).isEqualTo(messages);
    assertThat(verdict.shown()).isEqualTo(3L * messages);
  }

  /// Each conversation has two users with two devices; the first device sends.
  private static void write(int messages, HistoryWriter history) {
    for (int conversation = 0; conversation < CONVERSATIONS; conversation++) {
      for (int i = 0; i < DEVICES; i++) {
        history.write(new Event.Device(conversation * DEVICES + i, conversation * 2 + i / 2));
        history.write(new Event.Opened(conversation * DEVICES + i));
      }
      history.write(new Event.Member(conversation, conversation * 2));
      history.write(new Event.Member(conversation, conversation * 2 + 1));
    }
    for (int message = 0; message < messages; message++) {
      int conversation = message % CONVERSATIONS;
      int sender = conversation * DEVICES;
      long seq = message / CONVERSATIONS + 1;
      long content = Content.of(message, "text " + message);
      history.write(new Event.Invoked(sender, conversation, content, false));
      history.write(new Event.Accepted(sender, message, seq));
      for (int i = 1; i < DEVICES; i++) {
        history.write(new Event.Live(sender + i, conversation, seq, content));
      }
    }
    history.write(new Event.Quiet());
    for (int conversation = 0; conversation < CONVERSATIONS; conversation++) {
      for (int message = conversation; message < messages; message += CONVERSATIONS) {
        long seq = message / CONVERSATIONS + 1;
        long content = Content.of(message, "text " + message);
        history.write(new Event.Kept(conversation, seq, content));
        history.write(new Event.Stored(conversation, seq, content));
        history.write(new Event.Fed(conversation, seq, content));
      }
    }
  }
}
