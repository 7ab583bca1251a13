package io.gostacker.gateway.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.trace.Traces;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.transport.SendPort;
import io.gostacker.common.transport.SendPort.HistoryQuery;
import io.gostacker.testkit.transport.PlayedSend;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuredSendTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final PlayedSend played = new PlayedSend();
  private final MeasuredSend send = new MeasuredSend(played, played::submit, meters, Traces.OFF);

  @Test
  void commandsAreCountedByWhatCameOfThem() {
    List<Reply> replies = new ArrayList<>();
    send.submit(
        new Command.SendMessage(5, 7, "phone", "m-1", new byte[] {'{', '}'}, false), replies::add);
    assertThat(replies).hasSize(1).first().isInstanceOf(Reply.Sent.class);
    assertThat(
            meters
                .get("gostacker.gateway.commands")
                .tags("command", "send", "outcome", "done")
                .timer()
                .count())
        .isEqualTo(1);
  }

  @Test
  void readsAreCountedAndTheirRefusalsToo() {
    HistoryQuery query = new HistoryQuery(7, 5, -1, -1, 50);
    SendPort port =
        (SendPort)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {SendPort.class},
                (proxy, method, arguments) -> {
                  throw Refusal.of(ErrorCode.NOT_MEMBER, "no");
                });
    MeasuredSend refusing = new MeasuredSend(port, port::submit, meters, Traces.OFF);
    assertThatThrownBy(() -> refusing.history(query)).isInstanceOf(Refusal.class);
    assertThat(
            meters
                .get("gostacker.gateway.reads")
                .tags("read", "history", "outcome", "not_member")
                .timer()
                .count())
        .isEqualTo(1);
  }
}
