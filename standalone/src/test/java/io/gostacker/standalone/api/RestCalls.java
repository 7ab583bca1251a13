package io.gostacker.standalone.api;

import io.gostacker.standalone.api.Api.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What the tests of the REST contract ask again and again.
final class RestCalls {
  static final String CONVERSATIONS = "/api/v1/conversations";

  private RestCalls() {}

  /// The path of a conversation, or of what lies below it.
  static String at(String conversationId, String... rest) {
    return CONVERSATIONS + "/" + conversationId + String.join("", rest);
  }

  static String member(String conversationId, TestUser user) {
    return at(conversationId, "/members/", user.id());
  }

  /// Ids as a JSON array.
  static String ids(TestUser... users) {
    return Stream.of(users)
        .map(user -> '"' + user.id() + '"')
        .collect(Collectors.joining(",", "[", "]"));
  }

  /// JSON written with single quotes.
  static String json(String text, Object... values) {
    return String.format(Locale.ROOT, text, values).replace('\'', '"');
  }

  static Answer create(TestUser by, String body) {
    return by.call("POST", CONVERSATIONS, body);
  }

  /// The id of a new channel of this user.
  static String channel(TestUser owner, String name, TestUser... others) {
    return create(owner, json("{'type':'channel','name':'%s','memberIds':%s}", name, ids(others)))
        .is(201)
        .json()
        .path("conversationId")
        .asString();
  }

  static JsonNode view(TestUser user, String conversationId) {
    return user.get(at(conversationId)).is(200).json();
  }

  static Answer sendContent(TestUser by, String conversationId, String id, String content) {
    return by.call(
        "POST",
        at(conversationId, "/messages"),
        "{\"clientMessageId\":\"" + id + "\",\"content\":" + content + "}");
  }

  /// The contents of the whole history, each as compact JSON, in order.
  static List<String> contents(TestUser user, String conversationId) {
    return user.history(conversationId).stream()
        .map(message -> message.path("content").toString())
        .toList();
  }

  /// All items of a paged list.
  static List<JsonNode> allPages(TestUser user, String path, int limit) {
    List<JsonNode> all = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page =
          user.get(path + (path.contains("?") ? "&" : "?") + "limit=" + limit + cursor)
              .is(200)
              .json();
      page.path("items").forEach(all::add);
      JsonNode next = page.required("nextCursor");
      cursor = next.isNull() ? "" : "&cursor=" + next.asString();
    } while (!cursor.isEmpty());
    return all;
  }

  /// Does the same many times at once.
  static <T> List<T> together(int times, Callable<T> work) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures =
          IntStream.range(0, times).mapToObj(i -> threads.submit(work)).toList();
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
