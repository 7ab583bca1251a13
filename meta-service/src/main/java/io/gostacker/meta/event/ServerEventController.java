package io.gostacker.meta.event;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.event.Event;
import io.gostacker.common.event.EventFeed;
import io.gostacker.common.event.EventLog;
import io.gostacker.common.id.Ids;
import io.gostacker.common.json.JsonBytes;
import io.gostacker.common.web.AppServer;
import io.gostacker.common.web.Paging;
import io.gostacker.common.web.ServerCaller;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/server/events`: what happened, from any event on, again and again.
@RestController
@RequestMapping("/api/v1/server/events")
final class ServerEventController {
  private static final int MAX_LIMIT = 1_000;

  /// Shorter than a gateway, or a proxy, waits for an answer.
  private static final int MAX_WAIT_SECONDS = 10;

  /// How often who waits looks again: the flusher writes about ten times a second.
  private static final Duration LOOK = Duration.ofMillis(100);

  private final EventFeed feed;
  private final EventLog log;

  ServerEventController(EventFeed feed, EventLog log) {
    this.feed = feed;
    this.log = log;
  }

  @GetMapping
  ResponseEntity<byte[]> events(
      @ServerCaller AppServer app,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String wait)
      throws InterruptedException {
    if (!log.isEnabled()) {
      throw Refusal.of(
          ErrorCode.CONFLICT, "There is no event feed here: gostacker.events.enabled is false");
    }
    long from = position(after);
    int most = Paging.limit(limit, MAX_LIMIT);
    long end =
        System.nanoTime()
            + Duration.ofSeconds(Paging.number("wait", wait, 0, 0, MAX_WAIT_SECONDS)).toNanos();
    long head = feed.head();
    if (from > head) {
      throw Refusal.invalid("after", "must be the id of an event; the latest is " + head);
    }
    while (head == from && end - System.nanoTime() > 0) {
      Thread.sleep(LOOK);
      head = feed.head();
    }
    EventFeed.Page page = feed.read(from, most);
    refuseIfForgotten(from, page, head);
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(json(page, from));
  }

  /// Who begins with the oldest wants no more than there are.
  private static void refuseIfForgotten(long from, EventFeed.Page page, long head) {
    long kept = page.events().isEmpty() ? head : page.firstId() - 1;
    if (from != 0 && from < kept) {
      throw Refusal.of(
          ErrorCode.CONFLICT,
          "Some of these events are older than gostacker.events.retention and are gone: read the"
              + " present state of what you follow, and go on with after="
              + kept);
    }
  }

  private static long position(@Nullable String after) {
    if (after == null || after.equals("0")) {
      return 0;
    }
    long id = Ids.parse(after);
    if (id == Ids.NONE) {
      throw Refusal.invalid("after", "must be the id of an event, or 0");
    }
    return id;
  }

  private byte[] json(EventFeed.Page page, long from) {
    JsonBytes json = new JsonBytes(256 + 320 * page.events().size());
    json.raw("{\"items\":[");
    long id = page.firstId();
    for (Event event : page.events()) {
      if (id != page.firstId()) {
        json.raw(",");
      }
      event.write(id++, json);
    }
    long next = page.events().isEmpty() ? from : page.lastId();
    json.raw("],\"next\":").id(next);
    json.raw(",\"hasMore\":").raw(Boolean.toString(feed.head() > next));
    return json.raw("}").toByteArray();
  }
}
