package io.gostacker.meta.push;

import io.gostacker.common.id.Ids;
import io.gostacker.common.json.Rfc3339;
import io.gostacker.common.web.AppServer;
import io.gostacker.common.web.Paging;
import io.gostacker.common.web.ServerCaller;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/server/push`: what became of notifications.
@RestController
@RequestMapping("/api/v1/server/push")
final class ServerPushController {
  private static final String SCOPE = "push-dead";

  private final DeadNotifications dead;

  ServerPushController(DeadNotifications dead) {
    this.dead = dead;
  }

  record Item(
      String userId,
      String deviceId,
      String conversationId,
      long seq,
      String provider,
      int tries,
      String reason,
      String at) {}

  record Page(List<Item> items, @Nullable String nextCursor) {}

  /// Notifications that were given up, newest first.
  @GetMapping("/dead")
  Page dead(
      @ServerCaller AppServer app,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor) {
    int most = Paging.limit(limit);
    List<DeadNotifications.Dead> rows = dead.page(below(cursor), most + 1);
    List<DeadNotifications.Dead> page = rows.subList(0, Math.min(most, rows.size()));
    String next =
        rows.size() > most ? Paging.cursor(SCOPE, Long.toString(page.getLast().id())) : null;
    return new Page(page.stream().map(ServerPushController::item).toList(), next);
  }

  private static long below(@Nullable String cursor) {
    String position = Paging.position(SCOPE, cursor);
    if (position == null) {
      return Long.MAX_VALUE;
    }
    long below = Ids.parse(position);
    if (below == Ids.NONE) {
      throw Paging.foreign();
    }
    return below;
  }

  private static Item item(DeadNotifications.Dead row) {
    return new Item(
        Long.toString(row.userId()),
        row.deviceId(),
        Long.toString(row.conversationId()),
        row.seq(),
        row.provider(),
        row.tries(),
        row.reason(),
        Rfc3339.format(row.at()));
  }
}
