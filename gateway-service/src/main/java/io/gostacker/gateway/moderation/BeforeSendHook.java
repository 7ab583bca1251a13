package io.gostacker.gateway.moderation;

import io.gostacker.common.content.Content;
import io.gostacker.common.content.ContentReader;
import io.gostacker.common.hook.HookClient;
import io.gostacker.common.json.JsonBytes;
import io.gostacker.common.transport.Command.SendMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks the app's back end about a message: a signed POST of it, answered within the time with 204,
/// or 200 and `{"decision": "accept" | "refuse" | "rewrite", "reason"?, "content"?}`. Thread-safe;
/// blocks.
final class BeforeSendHook {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MAX_REASON = 200;

  private final BeforeSendSettings settings;
  private final HookClient client;
  private final Semaphore places;

  BeforeSendHook(BeforeSendSettings settings, HookClient client) {
    this.settings = settings;
    this.client = client;
    this.places = new Semaphore(settings.atOnce());
  }

  Ruling ask(SendMessage message) {
    long end = System.nanoTime() + settings.timeout().toNanos();
    try {
      if (!places.tryAcquire(settings.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
        return new Ruling.None("too many questions at once");
      }
      try {
        return ask(message, Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      } finally {
        places.release();
      }
    } catch (IOException | JacksonException e) {
      return new Ruling.None(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Ruling.None("going away");
    }
  }

  private Ruling ask(SendMessage message, Duration left) throws IOException, InterruptedException {
    byte[] body = question(message);
    HookClient.Answer answer = client.post(settings.url(), settings.secret(), body, Map.of(), left);
    return switch (answer.status()) {
      case 204 -> new Ruling.Accept();
      case 200 -> ruling(JSON.readTree(answer.body()));
      default -> new Ruling.None("answered " + answer.status());
    };
  }

  private static byte[] question(SendMessage message) {
    JsonBytes json = new JsonBytes(message.content().length + 224);
    json.raw("{\"conversationId\":").id(message.conversationId());
    json.raw(",\"senderId\":").id(message.senderId());
    json.raw(",\"deviceId\":").string(message.deviceId());
    json.raw(",\"clientMessageId\":").string(message.clientMessageId());
    return json.raw(",\"content\":").raw(message.content()).raw("}").toByteArray();
  }

  private static Ruling ruling(JsonNode answer) {
    return switch (answer.path("decision").asString("")) {
      case "accept" -> new Ruling.Accept();
      case "refuse" -> {
        String reason = answer.path("reason").asString("The app does not let this be sent");
        yield new Ruling.Refuse(reason.substring(0, Math.min(MAX_REASON, reason.length())));
      }
      case "rewrite" -> rewritten(JSON.writeValueAsBytes(answer.path("content")));
      default -> new Ruling.None("no decision that is known");
    };
  }

  /// Fit for everybody else to see as if its sender had written it.
  private static Ruling rewritten(byte[] json) {
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      return switch (ContentReader.read(parser, json)) {
        case Content.Accepted accepted -> new Ruling.Rewrite(accepted.json());
        case Content.SystemSaid said -> new Ruling.None("content: a sender cannot be the system");
        case Content.Refused refused -> new Ruling.None(refused.field() + " " + refused.message());
      };
    }
  }
}
