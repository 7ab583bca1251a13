package io.gostacker.verify.load;

/// How large a load is.
///
/// @param users each with two devices
/// @param conversations the first tenth of them is hot: it gets half of the messages
/// @param perSecond messages to be sent a second
public record Scale(int users, int conversations, int perSecond) {
  /// Devices of each user.
  public static final int DEVICES = 2;
}
