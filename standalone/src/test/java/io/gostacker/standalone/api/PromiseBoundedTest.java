package io.gostacker.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.standalone.RunningStandalone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A reader that stops costs nobody else anything.
class PromiseBoundedTest {
  private static final int MESSAGES = 900;

  private final Api api = new Api(RunningStandalone.baseUrl());

  @Test
  void aStalledReaderIsCutOrToldToResyncAndDelaysNobody() {
    TestUser sender = api.newUser("sender");
    TestUser stalled = api.newUser("stalled");
    TestUser reading = api.newUser("reading");
    String group = sender.group("stall", stalled, reading);
    String text = "x".repeat(14_000);
    try (TestSocket speaking = sender.connect();
        TestSocket deaf = TestSocket.openStalled(api, stalled.token());
        TestSocket listening = reading.connect()) {
      List<Long> micros = new ArrayList<>();
      for (int i = 0; i < MESSAGES; i++) {
        long start = System.nanoTime();
        speaking.sendText(group, "m-" + i, text);
        if (i % 50 == 49) {
          listening.awaitMessage("m-" + i);
          micros.add((System.nanoTime() - start) / 1_000);
        }
      }
      assertThat(micros).allMatch(one -> one < 5_000_000);
      assertThat(listening.frames("resync")).isEmpty();
      assertThat(listening.seqs(group)).hasSize(MESSAGES).isSorted();
      deaf.readOn();
      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> deaf.isClosed() || !deaf.frames("resync").isEmpty());
      assertThat(deaf.seqs(group).size()).isLessThan(MESSAGES);
    }
    assertThat(stalled.history(group)).hasSize(MESSAGES + 1);
  }
}
