package io.gostacker.send.conversation;

import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.conversation.Role;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One thing that is tried in a random history. Places and times are relative, so that a history
/// makes sense whatever happened before in it.
sealed interface Step {

  record Send(long user, int id, boolean system) implements Step {}

  record Read(long user, int back) implements Step {}

  record Delivered(long user, int back) implements Step {}

  record Add(long actor, Set<Long> users) implements Step {}

  record Join(long user, boolean approved) implements Step {}

  record Remove(long actor, long user) implements Step {}

  /// @param millis from now; 0 ends the ban
  record Ban(long actor, long user, int millis) implements Step {}

  record Block(long user, boolean blocked) implements Step {}

  record Change(long actor, @Nullable String name, @Nullable JoinPolicy policy) implements Step {}

  record ChangeMember(
      long actor,
      long user,
      @Nullable Role role,
      @Nullable String nickname,
      @Nullable Integer muteMillis)
      implements Step {}

  record CreateAgain(long user) implements Step {}

  record Disband(long actor) implements Step {}

  record TimePasses(int millis) implements Step {}

  /// The log was lost and begins again; nothing of this conversation was in the lost part.
  record EpochPasses() implements Step {}
}
