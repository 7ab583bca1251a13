package io.gostacker.gateway.rest;

import io.gostacker.gateway.frame.FieldReader;
import io.gostacker.gateway.frame.Fields;
import io.gostacker.gateway.frame.MalformedJsonException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebInputException;

/// Request bodies, read as frames are.
final class Bodies {

  private Bodies() {}

  /// The body's fields.
  ///
  /// @throws ServerWebInputException if it is not one JSON object in UTF-8; answered 400
  static Fields read(byte @Nullable [] body) {
    if (body == null || body.length == 0) {
      throw new ServerWebInputException("The body is empty");
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      return FieldReader.read(body);
    } catch (CharacterCodingException | MalformedJsonException e) {
      throw new ServerWebInputException("The body is not one JSON object");
    }
  }
}
