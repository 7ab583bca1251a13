package io.gostacker.verify.load;

import io.gostacker.client.ServerApi;
import io.gostacker.verify.history.Event;
import io.gostacker.verify.history.HistoryWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// The users, devices and conversations of a load, made by the server API. Numbers are positions in
/// the lists.
final class Population {
  private static final int HOT = 10;

  /// Members of a hot conversation, and of another group, at most.
  private static final int MOST_HOT = 24;

  private static final int MOST = 8;

  private final List<Person> people = new ArrayList<>();
  private final List<Talk> talks = new ArrayList<>();
  private final Map<String, Integer> talkNumbers = new HashMap<>();
  private final Map<String, Integer> userNumbers = new HashMap<>();

  /// A conversation.
  ///
  /// @param members numbers of users; the first is the owner and never leaves
  record Talk(String id, List<Integer> members) {
    boolean isGroup() {
      return members.size() > 2;
    }
  }

  private Population() {}

  /// Makes them.
  ///
  /// @param run tells them from those of other runs
  static Population make(ServerApi api, Scale scale, String run, Random random) {
    Population population = new Population();
    for (Person person : Person.make(api, run, scale.users(), Scale.DEVICES)) {
      population.userNumbers.put(person.id(), population.people.size());
      population.people.add(person);
    }
    for (int i = 0; i < scale.conversations(); i++) {
      population.makeTalk(api, size(i, scale, random), random);
    }
    return population;
  }

  /// Hot ones are larger; two thirds of the others are direct.
  private static int size(int number, Scale scale, Random random) {
    int most = Math.min(scale.users(), number * HOT < scale.conversations() ? MOST_HOT : MOST);
    return number * HOT >= scale.conversations() && random.nextInt(3) > 0
        ? 2
        : 3 + random.nextInt(most - 2);
  }

  private void makeTalk(ServerApi api, int size, Random random) {
    String id = "";
    List<Integer> members = List.of();
    while (id.isEmpty() || talkNumbers.containsKey(id)) { // two may have a direct one already
      List<Integer> all = new ArrayList<>(IntStream.range(0, people.size()).boxed().toList());
      Collections.shuffle(all, random);
      members = List.copyOf(all.subList(0, size));
      List<String> ids = members.stream().map(member -> people.get(member).id()).toList();
      String owner = ids.getFirst();
      id =
          Rest.insist(() ->
                  size == 2
                      ? api.direct(owner, ids.getLast())
                      : api.group("talk", owner, ids.subList(1, size)))
              .conversationId();
    }
    talkNumbers.put(id, talks.size());
    talks.add(new Talk(id, members));
  }

  /// Begins a history with who they are.
  void tell(HistoryWriter history) {
    for (int user = 0; user < people.size(); user++) {
      for (int i = 0; i < Scale.DEVICES; i++) {
        history.write(new Event.Device(user * Scale.DEVICES + i, user));
      }
    }
    for (int talk = 0; talk < talks.size(); talk++) {
      for (int user : talks.get(talk).members()) {
        history.write(new Event.Member(talk, user));
      }
    }
  }

  List<Person> people() {
    return people;
  }

  List<Talk> talks() {
    return talks;
  }

  /// The number of a conversation; -1 for none of these.
  int talk(String id) {
    return talkNumbers.getOrDefault(id, -1);
  }

  /// The number of a user; -1 for none of these.
  int user(String id) {
    return userNumbers.getOrDefault(id, -1);
  }
}
