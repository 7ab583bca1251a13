package io.gostacker.common.conversation;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How large conversations may be, `gostacker.conversation.*`.
///
/// @param groupMembers members of a group, 2 to 100,000
/// @param channelMembers members of a channel, 2 to 1,000,000; a request takes 100,000 ids, and by
///   default a channel that was made with that many can still grow
@ConfigurationProperties("gostacker.conversation")
public record ConversationLimits(
    @DefaultValue("10000") int groupMembers, @DefaultValue("200000") int channelMembers) {

  public ConversationLimits {
    check("group-members", groupMembers, 100_000);
    check("channel-members", channelMembers, 1_000_000);
  }

  /// What everything is unless told otherwise.
  public static ConversationLimits defaults() {
    return new ConversationLimits(10_000, 200_000);
  }

  private static void check(String key, int value, int max) {
    if (value < 2 || value > max) {
      throw new IllegalArgumentException(
          "gostacker.conversation." + key + " must be 2 to " + max + ", not " + value);
    }
  }
}
