package io.gostacker.standalone.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.standalone.api.TestSocket;
import io.gostacker.standalone.api.TestUser;
import io.gostacker.standalone.suite.RunningSuite;
import io.gostacker.testkit.backend.Backends;
import io.gostacker.testkit.backend.RedisCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import tools.jackson.databind.JsonNode;

/// The suite on a Redis Cluster of six nodes, one master of which dies while people at both
/// gateways talk in conversations that are spread over all of them.
@EnabledIf("io.gostacker.standalone.suite.RunningSuite#isPossible")
class ClusterFailOverTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int CONVERSATIONS = 16;

  private final Witness witness = new Witness();

  private static void awaitMore(List<Chatter> chatters) {
    List<Integer> enough = chatters.stream().map(each -> each.acknowledged() + 200).toList();
    for (int i = 0; i < chatters.size(); i++) {
      Chatter chatter = chatters.get(i);
      int acknowledged = enough.get(i);
      await("answers").atMost(PATIENCE).until(() -> chatter.acknowledged() >= acknowledged);
    }
  }

  @Test
  void nothingThatAnybodyKnowsOfIsLost() throws Exception {
    try (RedisCluster cluster = Backends.ownRedisCluster();
        RunningSuite suite = RunningSuite.onCluster(cluster)) {
      TestUser ann = suite.at(1).newUser("ann");
      TestUser bob = suite.at(2).newUser("bob");
      List<String> conversations = new ArrayList<>();
      for (int i = 0; i < CONVERSATIONS; i++) {
        conversations.add(ann.group("talk " + i, bob));
      }
      try (Chatter a = new Chatter(ann, "a", conversations, witness);
          Chatter b = new Chatter(bob, "b", conversations, witness)) {
        List<Chatter> chatters = List.of(a.begin(), b.begin());
        awaitMore(chatters);
        cluster.failOver();
        awaitMore(chatters);
        cluster.mend();
        awaitMore(chatters);
        a.finish();
        b.finish();
        for (String conversation : conversations) {
          List<JsonNode> history = bob.history(conversation);
          witness.isBorneOutBy(history, conversation);
          allThatWasShownIsKept(history, conversation, chatters);
          for (Chatter chatter : chatters) {
            await("live or told to look")
                .atMost(PATIENCE)
                .until(() -> chatter.hasSeenLive(history));
          }
        }
      }
      TestSocket annsOld = ann.connect();
      TestSocket annsNew = elsewhere(ann, suite).connect();
      assertThat(annsOld.awaitClose()).isEqualTo(4409);
      bob.send(conversations.getFirst(), "last", "hello").is(201);
      annsNew.awaitMessage("last");
    }
  }

  private void allThatWasShownIsKept(
      List<JsonNode> history, String conversation, List<Chatter> chatters) {
    Set<Witness.Place> kept = new HashSet<>(history.stream().map(Witness.Place::of).toList());
    for (Chatter chatter : chatters) {
      assertThat(chatter.socket().frames("message").stream().map(Witness.Place::of))
          .filteredOn(place -> place.conversationId().equals(conversation))
          .isSubsetOf(kept);
    }
  }

  private static TestUser elsewhere(TestUser user, RunningSuite suite) {
    return new TestUser(
        suite.at(2), user.username(), user.password(), user.deviceId(), user.login());
  }
}
