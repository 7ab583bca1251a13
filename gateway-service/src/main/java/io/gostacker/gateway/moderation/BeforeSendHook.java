package io.gostacker.gateway.moderation;

import io.gostacker.common.hook.Signature;
import io.gostacker.common.json.JsonBytes;
import io.gostacker.common.transport.Command.SendMessage;
import io.gostacker.gateway.content.Content;
import io.gostacker.gateway.content.ContentReader;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks the app's back end about a message: a signed POST of it, answered within the time with 204,
/// or 200 and `{"decision": "accept" | "refuse" | "rewrite", "reason"?, "content"?}`. Thread-safe;
/// blocks.
final class BeforeSendHook implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MAX_REASON = 200;

  private final BeforeSendSettings settings;
  private final Clock clock;
  private final HttpClient http;
  private final Semaphore places;

  BeforeSendHook(BeforeSendSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.places = new Semaphore(settings.atOnce());
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
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
    HttpRequest request =
        Signature.request(settings.url(), settings.secret(), body, clock.millis())
            .timeout(left)
            .build();
    HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
    return switch (answer.statusCode()) {
      case 204 -> new Ruling.Accept();
      case 200 -> ruling(JSON.readTree(answer.body()));
      default -> new Ruling.None("answered " + answer.statusCode());
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

  @Override
  public void close() {
    http.shutdownNow();
  }
}
