package io.gostacker.verify.load;

import io.gostacker.verify.history.Event;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// What is done with a message after its sender was told that it stands: some are sent again, by
/// the same device, another one of the user's, or REST; some are asked for at once.
final class Repetitions {
  private static final double REPEATED = 0.2;
  private static final double READ_BACK = 0.01;
  private static final int REPEAT_MILLIS = 2_000;

  private final Fleet fleet;
  private final Random random;

  Repetitions(Fleet fleet, Random random) {
    this.fleet = fleet;
    this.random = random;
  }

  /// On the event loop.
  ///
  /// @param since when it was first sent
  void acknowledged(Device device, int talk, int message, long seq, long since) {
    double chance = random.nextDouble();
    if (chance < REPEATED) {
      fleet
          .loop()
          .schedule(
              () -> repeat(device, talk, message),
              random.nextInt(REPEAT_MILLIS),
              TimeUnit.MILLISECONDS);
    } else if (chance < REPEATED + READ_BACK) {
      readBack(device, talk, message, seq, since);
    }
  }

  private void repeat(Device device, int talk, int message) {
    if (!fleet.maySend(talk, device.user())) {
      return;
    }
    switch (random.nextInt(3)) {
      case 0 -> device.repeat(talk, message);
      case 1 -> fleet.anyDevice(device.user()).repeat(talk, message);
      default -> repeatByRest(device, talk, message);
    }
  }

  private void repeatByRest(Device device, int talk, int message) {
    fleet.history().write(new Event.Invoked(device.number(), talk, Texts.content(message), true));
    call(
        device,
        "POST",
        "/api/v1/conversations/" + fleet.talkId(talk) + "/messages",
        "{" + Texts.json(message) + "}",
        answer -> new Event.Accepted(device.number(), message, answer.body().path("seq").asLong()));
  }

  private void readBack(Device device, int talk, int message, long seq, long since) {
    call(
        device,
        "GET",
        "/api/v1/conversations/%s/messages?limit=1&afterSeq=%d"
            .formatted(fleet.talkId(talk), seq - 1),
        "",
        answer -> {
          boolean found = answer.body().path("items").path(0).path("seq").asLong() == seq;
          boolean stayed = fleet.stayed(talk, device.user(), since);
          return new Event.ReadBack(message, found || !stayed);
        });
  }

  private interface Seen {
    Event of(Rest.Answer answer);
  }

  /// Asks any gateway, elsewhere, and writes down what a good answer says.
  private void call(Device device, String method, String path, String body, Seen seen) {
    var gateway = fleet.anyGateway();
    Thread.ofVirtual()
        .start(() -> {
          Rest.Answer answer = fleet.rest().call(gateway, method, path, device.token(), body);
          if (answer.isGood()) {
            fleet.history().write(seen.of(answer));
          }
        });
  }
}
