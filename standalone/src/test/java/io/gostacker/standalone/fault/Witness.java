package io.gostacker.standalone.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import tools.jackson.databind.JsonNode;

/// Everything that clients of a test ever saw of messages: one content for each place, one place
/// for each id. Thread-safe.
final class Witness {
  /// A place in a conversation.
  record Place(String conversationId, long seq) {
    static Place of(JsonNode message) {
      return new Place(message.path("conversationId").asString(), message.path("seq").asLong());
    }
  }

  private final Map<Place, String> seen = new ConcurrentHashMap<>();
  private final Map<String, Place> acknowledged = new ConcurrentHashMap<>();
  private final List<String> contradictions = new ArrayList<>();

  /// A `sent`.
  ///
  /// @param id what no other message of the test has
  void acknowledged(String id, JsonNode sent) {
    Place place = see(id, sent);
    Place before = acknowledged.putIfAbsent(id, place);
    if (before != null && !before.equals(place)) {
      contradict(id + " was acknowledged at " + before + " and at " + place);
    }
  }

  /// A message by a live frame, in a history or in a sync.
  void message(JsonNode message) {
    see(message.path("clientMessageId").asString(), message);
  }

  private Place see(String id, JsonNode at) {
    Place place = Place.of(at);
    String before = seen.putIfAbsent(place, id);
    if (before != null && !before.equals(id)) {
      contradict(place + " was given to " + before + " and to " + id);
    }
    return place;
  }

  private synchronized void contradict(String what) {
    contradictions.add(what);
  }

  Map<String, Place> acknowledged() {
    return acknowledged;
  }

  /// Fails if one place was ever given twice, or one id was acknowledged at two.
  synchronized void hasSeenNoContradiction() {
    assertThat(contradictions).isEmpty();
  }

  /// Fails unless the history has every acknowledged message of the conversation exactly once,
  /// where it was acknowledged.
  void isBorneOutBy(List<JsonNode> history, String conversationId) {
    isBorneOutBy(history, conversationId, acknowledged.keySet());
  }

  /// The same for some of the acknowledged messages; the others may be lost.
  void isBorneOutBy(List<JsonNode> history, String conversationId, Collection<String> ids) {
    Map<String, Long> found = new HashMap<>();
    for (JsonNode message : history) {
      message(message);
      String id = message.path("clientMessageId").asString();
      assertThat(found.put(id, message.path("seq").asLong())).as("%s once", id).isNull();
    }
    Map<String, Long> expected = new TreeMap<>();
    for (String id : ids) {
      Place place = acknowledged.get(id);
      if (place != null && place.conversationId.equals(conversationId)) {
        expected.put(id, place.seq);
      }
    }
    assertThat(found).containsAllEntriesOf(expected);
    hasSeenNoContradiction();
  }

  static void isDense(List<JsonNode> history) {
    assertThat(history.stream().map(message -> message.path("seq").asLong()))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, history.size()).boxed().toList());
  }
}
