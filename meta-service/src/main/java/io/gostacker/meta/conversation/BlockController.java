package io.gostacker.meta.conversation;

import io.gostacker.common.error.Refusal;
import io.gostacker.common.id.Ids;
import io.gostacker.common.json.Rfc3339;
import io.gostacker.common.token.AccessToken;
import io.gostacker.common.web.Caller;
import io.gostacker.common.web.Paging;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/users/me/blocks`: whom the caller takes no messages from.
@RestController
@RequestMapping("/api/v1/users/me/blocks")
final class BlockController {
  private static final String SCOPE = "blocks";

  private final Blocks blocks;
  private final BlockTable table;

  BlockController(Blocks blocks, BlockTable table) {
    this.blocks = blocks;
    this.table = table;
  }

  record Item(String userId, String at) {}

  record Page(List<Item> items, @Nullable String nextCursor) {}

  @GetMapping
  Page list(
      @Caller AccessToken caller,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor) {
    int most = Paging.limit(limit);
    List<BlockTable.Row> rows =
        table.page(caller.userId(), Positions.after(SCOPE, cursor), most + 1);
    List<Item> items =
        rows.stream()
            .limit(most)
            .map(row -> new Item(Long.toString(row.blockedId()), Rfc3339.format(row.at())))
            .toList();
    String next = rows.size() > most ? Paging.cursor(SCOPE, items.getLast().userId()) : null;
    return new Page(items, next);
  }

  @PutMapping("/{userId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void block(@Caller AccessToken caller, @PathVariable String userId) {
    long blocked = PathIds.user(userId);
    if (blocked == caller.userId()) {
      throw Refusal.invalid("userId", "nobody blocks himself");
    }
    blocks.block(caller.appId(), caller.userId(), blocked);
  }

  @DeleteMapping("/{userId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void unblock(@Caller AccessToken caller, @PathVariable String userId) {
    long blocked = Ids.parse(userId);
    if (blocked != Ids.NONE && blocked != caller.userId()) {
      blocks.unblock(caller.userId(), blocked);
    }
  }
}
