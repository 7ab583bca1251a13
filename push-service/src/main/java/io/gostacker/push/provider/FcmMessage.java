package io.gostacker.push.provider;

import io.gostacker.common.json.JsonBytes;
import java.time.Instant;

/// What Google's service is given: at most 4,096 bytes, for which the body is cut. Android shows it
/// as it comes, in the place of the conversation's one before; the app finds the message by `data`.
final class FcmMessage {
  private static final int MAX_BYTES = 4096;

  private FcmMessage() {}

  static byte[] of(Notification notification, Instant now) {
    String body =
        notification.body().isEmpty() ? Notification.WITHOUT_PREVIEW : notification.body();
    int room = MAX_BYTES + notification.token().length(); // which is no part of the message
    return Fitting.within(room, body, fitting -> with(fitting, notification, now));
  }

  private static byte[] with(String body, Notification notification, Instant now) {
    JsonBytes json = new JsonBytes(1024);
    json.raw("{\"message\":{\"token\":").string(notification.token());
    json.raw(",\"notification\":{\"title\":");
    json.string(Fitting.cut(notification.title(), Fitting.TITLE_BYTES));
    json.raw(",\"body\":").string(body);
    json.raw("},\"data\":{\"conversationId\":").id(notification.conversationId());
    json.raw(",\"seq\":").id(notification.seq()); // every value of data is a string
    json.raw(",\"mention\":\"").raw(Boolean.toString(notification.isMention()));
    json.raw("\"},\"android\":{\"collapse_key\":").id(notification.conversationId());
    json.raw(",\"priority\":\"HIGH\",\"ttl\":\"").number(notification.secondsLeft(now));
    json.raw("s\",\"notification\":{\"tag\":").id(notification.conversationId());
    json.raw(",\"notification_count\":").number(notification.badge());
    return json.raw("}}}}").toByteArray();
  }
}
