package io.gostacker.meta.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.event.EventFeed;
import io.gostacker.common.event.EventLog;
import io.gostacker.common.id.Ids;
import io.gostacker.common.transaction.Transactions;
import io.gostacker.common.web.AppServer;
import io.gostacker.common.web.Paging;
import io.gostacker.common.web.ServerCaller;
import io.gostacker.meta.audit.Audit;
import io.gostacker.meta.random.RandomIds;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/server/webhooks`.
@RestController
@RequestMapping("/api/v1/server/webhooks")
final class WebhookController {
  /// Each has calls of its own at a time, and reads the feed.
  private static final int MAX_WEBHOOKS = 20;

  private final WebhookTable table;
  private final LateEvents late;
  private final EventFeed feed;
  private final EventLog log;
  private final Transactions transactions;
  private final RandomIds random;
  private final Audit audit;
  private final Clock clock;

  WebhookController(
      WebhookTable table,
      LateEvents late,
      EventFeed feed,
      EventLog log,
      Transactions transactions,
      RandomIds random,
      Audit audit,
      Clock clock) {
    this.table = table;
    this.late = late;
    this.feed = feed;
    this.log = log;
    this.transactions = transactions;
    this.random = random;
    this.audit = audit;
    this.clock = clock;
  }

  /// A webhook as it is shown.
  ///
  /// @param secret only in the answer that gave it
  /// @param deliveredId up to which event all were delivered, are late or are dead
  /// @param late events that are tried again
  /// @param dead events that were given up
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record View(
      String name,
      String url,
      @Nullable String secret,
      List<String> types,
      String deliveredId,
      long late,
      long dead) {}

  record Views(List<View> items) {}

  record DeadPage(List<LateEvents.Dead> items) {}

  record Revived(int events) {}

  @PutMapping("/{name}")
  View put(
      @ServerCaller AppServer app, @PathVariable String name, @RequestBody WebhookRequest request) {
    if (!log.isEnabled()) {
      throw Refusal.of(
          ErrorCode.CONFLICT, "There is no event feed here: gostacker.events.enabled is false");
    }
    if (!Ids.isClientId(name)) {
      throw Refusal.invalid("name", "must be 1 to 64 letters, digits, '_' or '-'");
    }
    request.validate();
    Webhook before = table.find(name).orElse(null);
    if (before == null && table.all().size() >= MAX_WEBHOOKS) {
      throw Refusal.of(ErrorCode.CONFLICT, "There are " + MAX_WEBHOOKS + " webhooks already");
    }
    String given = request.secret();
    String kept = before == null ? null : before.secret();
    String secret = given != null ? given : kept != null ? kept : random.secret();
    List<String> types =
        request.types() == null
            ? List.of()
            : request.types().stream().map(Objects::requireNonNull).toList();
    Webhook webhook =
        new Webhook(name, Objects.requireNonNull(request.url()), secret, types, start(request));
    table.put(webhook, clock.millis());
    audit.note(app, "webhook.put", name, webhook.url());
    return view(table.find(name).orElse(webhook), given == null && kept == null);
  }

  private long start(WebhookRequest request) {
    String after = request.after();
    if (after == null) {
      return feed.head();
    }
    long id = after.equals("0") ? 0 : Ids.parse(after);
    long head = feed.head();
    if (id > head) {
      throw Refusal.invalid("after", "must be the id of an event; the latest is " + head);
    }
    return id;
  }

  @GetMapping
  Views all(@ServerCaller AppServer app) {
    return new Views(table.all().stream().map(webhook -> view(webhook, false)).toList());
  }

  @GetMapping("/{name}")
  View one(@ServerCaller AppServer app, @PathVariable String name) {
    return view(existing(name), false);
  }

  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@ServerCaller AppServer app, @PathVariable String name) {
    existing(name);
    transactions.run(() -> {
      table.delete(name);
      return name;
    });
    audit.note(app, "webhook.delete", name, "");
  }

  @GetMapping("/{name}/dead")
  DeadPage dead(
      @ServerCaller AppServer app,
      @PathVariable String name,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable String limit) {
    existing(name);
    return new DeadPage(late.dead(name, after == null ? 0 : Ids.parse(after), Paging.limit(limit)));
  }

  /// What was given up is tried again.
  @PostMapping("/{name}/redeliver")
  Revived redeliver(@ServerCaller AppServer app, @PathVariable String name) {
    existing(name);
    int revived = late.revive(name);
    audit.note(app, "webhook.redeliver", name, revived + " events");
    return new Revived(revived);
  }

  private Webhook existing(String name) {
    return table.find(name).orElseThrow(() -> Refusal.of(ErrorCode.NOT_FOUND, "No such webhook"));
  }

  private View view(Webhook webhook, boolean withSecret) {
    LateEvents.Count count = late.count(webhook.name());
    return new View(
        webhook.name(),
        webhook.url(),
        withSecret ? webhook.secret() : null,
        webhook.types(),
        Long.toString(webhook.deliveredId()),
        count.waiting(),
        count.dead());
  }
}
