package io.gostacker.meta.conversation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gostacker.common.token.AccessToken;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.web.Caller;
import io.gostacker.common.web.FieldErrors;
import io.gostacker.common.web.Paging;
import io.gostacker.meta.account.Accounts;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/conversations/{id}/members`.
@RestController
@RequestMapping("/api/v1/conversations/{id}/members")
final class MemberController {
  private final SendCalls calls;
  private final Members members;
  private final Accounts accounts;

  MemberController(SendCalls calls, Members members, Accounts accounts) {
    this.calls = calls;
    this.members = members;
    this.accounts = accounts;
  }

  @GetMapping
  Members.Page list(
      @Caller AccessToken caller,
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return members.page(caller.userId(), PathIds.conversation(id), Paging.limit(limit), cursor);
  }

  record AddRequest(@Nullable List<@Nullable String> userIds) {}

  /// @param banned absent when nobody is
  record Added(
      List<String> added,
      List<String> already,
      List<String> unknown,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> banned) {}

  @PostMapping
  Added add(@Caller AccessToken caller, @PathVariable String id, @RequestBody AddRequest request) {
    long conversationId = PathIds.conversation(id);
    FieldErrors errors = new FieldErrors();
    long[] asked = Fields.ids(errors, "userIds", request.userIds(), Fields.MAX_IDS);
    errors.refuse();
    Set<Long> users = accounts.existing(caller.appId(), asked);
    long[] known = Arrays.stream(asked).filter(users::contains).sorted().distinct().toArray();
    long[] unknown = Arrays.stream(asked).filter(u -> !users.contains(u)).distinct().toArray();
    // Also when nobody is left to add: it tells whether the caller may.
    Reply.MembersAdded reply =
        calls.added(new Command.AddMembers(conversationId, caller.userId(), known));
    return new Added(
        texts(reply.added()), texts(reply.already()), texts(unknown), texts(reply.banned()));
  }

  @PatchMapping("/{userId}")
  MemberJson change(
      @Caller AccessToken caller,
      @PathVariable String id,
      @PathVariable String userId,
      @RequestBody MemberChangeRequest request) {
    long conversationId = PathIds.conversation(id);
    long member = PathIds.user(userId);
    calls.done(request.command(conversationId, caller.userId(), member));
    return members.one(caller.userId(), conversationId, member);
  }

  @DeleteMapping("/{userId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@Caller AccessToken caller, @PathVariable String id, @PathVariable String userId) {
    calls.done(
        new Command.RemoveMember(PathIds.conversation(id), caller.userId(), PathIds.user(userId)));
  }

  private static List<String> texts(long[] ids) {
    return Arrays.stream(ids).mapToObj(Long::toString).toList();
  }
}
