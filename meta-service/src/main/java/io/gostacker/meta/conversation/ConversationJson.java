package io.gostacker.meta.conversation;

import io.gostacker.common.conversation.ConversationView;
import io.gostacker.common.json.JsonBytes;
import io.gostacker.common.json.MessageJson;
import io.gostacker.common.transport.SendPort;

/// The JSON of conversations as REST answers it.
final class ConversationJson {
  private static final int EXPECTED_BYTES = 1024;

  private ConversationJson() {}

  static byte[] of(ConversationView view) {
    JsonBytes json = new JsonBytes(EXPECTED_BYTES);
    MessageJson.write(view, json);
    return json.toByteArray();
  }

  static byte[] of(SendPort.ConversationPage page) {
    JsonBytes json = new JsonBytes(EXPECTED_BYTES * (page.items().size() + 1));
    json.raw("{\"items\":[");
    String separator = "";
    for (ConversationView view : page.items()) {
      json.raw(separator);
      MessageJson.write(view, json);
      separator = ",";
    }
    json.raw("],\"nextCursor\":");
    String next = page.nextCursor();
    if (next == null) {
      json.raw("null");
    } else {
      json.string(next);
    }
    return json.raw("}").toByteArray();
  }
}
