package io.gostacker.standalone.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.standalone.api.TestUser;
import io.gostacker.standalone.suite.SpanReceiver.Received;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// One message is followed through all processes, by what each of them tells a collector.
@EnabledIf("io.gostacker.standalone.suite.RunningSuite#isPossible")
class SuiteTraceTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final List<String> WAY =
      List.of(
          "gostacker-gateway: gateway send",
          "gostacker-send: send decide",
          "gostacker-send: append",
          "gostacker-flusher: flush");

  private final SpanReceiver spans = RunningSuite.shared().spans();

  @Test
  void aMessageIsFollowedFromTheGatewayToMySql() {
    TestUser ann = RunningSuite.shared().at(1).newUser("ann");
    String group = ann.group("traced");
    AtomicInteger sent = new AtomicInteger();
    await()
        .atMost(PATIENCE)
        .until(() -> {
          ann.send(group, "m" + sent.incrementAndGet(), "a-secret-text").is(201);
          return spans.spans().stream().anyMatch(this::endsTheWay);
        });
    assertThat(spans.spans().toString()).doesNotContain("a-secret-text");
  }

  /// Whether the spans before it, one the parent of the next, are the way of a message.
  private boolean endsTheWay(Received last) {
    Received span = last;
    Set<String> seen = new HashSet<>();
    for (String step : WAY.reversed()) {
      if (!step.equals(span.service() + ": " + span.name()) || !seen.add(span.id())) {
        return false;
      }
      String parent = span.parent();
      String trace = span.trace();
      Received before =
          spans.spans().stream()
              .filter(each -> each.id().equals(parent) && each.trace().equals(trace))
              .findFirst()
              .orElse(null);
      if (before == null) {
        return step.equals(WAY.getFirst());
      }
      span = before;
    }
    return true;
  }
}
