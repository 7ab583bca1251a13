package io.gostacker.push.provider;

import io.gostacker.common.json.JsonBytes;

/// What Apple's service is given: at most 4 KiB, for which the body is cut. It is an alert that an
/// extension of the app may change before it is shown, with `conversationId`, `seq` and `mention`
/// beside it.
final class ApnsPayload {
  private static final int MAX_BYTES = 4096;

  private ApnsPayload() {}

  static byte[] of(Notification notification) {
    String body =
        notification.body().isEmpty() ? Notification.WITHOUT_PREVIEW : notification.body();
    return Fitting.within(MAX_BYTES, body, fitting -> with(fitting, notification));
  }

  private static byte[] with(String body, Notification notification) {
    JsonBytes json = new JsonBytes(512);
    json.raw("{\"aps\":{\"alert\":{\"title\":");
    json.string(Fitting.cut(notification.title(), Fitting.TITLE_BYTES));
    json.raw(",\"body\":").string(body);
    json.raw("},\"badge\":").number(notification.badge());
    json.raw(",\"sound\":\"default\",\"thread-id\":").id(notification.conversationId());
    json.raw(",\"mutable-content\":1},\"conversationId\":").id(notification.conversationId());
    json.raw(",\"seq\":").number(notification.seq());
    json.raw(",\"mention\":").raw(Boolean.toString(notification.isMention()));
    return json.raw("}").toByteArray();
  }
}
