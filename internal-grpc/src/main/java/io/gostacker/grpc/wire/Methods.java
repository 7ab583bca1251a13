package io.gostacker.grpc.wire;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The calls between processes. Messages are bytes of our own codecs.
public final class Methods {
  /// The service of send instances.
  public static final String SEND = "gostacker.Send";

  /// The service of meta instances.
  public static final String META = "gostacker.Meta";

  /// Calls and their answers, [CommandStream].
  public static final MethodDescriptor<byte[], byte[]> COMMANDS =
      method(SEND, "Commands", MethodType.BIDI_STREAMING);

  /// Routes and frames, [DeliveryStream].
  public static final MethodDescriptor<byte[], byte[]> DELIVERIES =
      method(SEND, "Deliveries", MethodType.BIDI_STREAMING);

  /// One read, [QueryCodec], and its answer, [AnswerCodec].
  public static final MethodDescriptor<byte[], byte[]> ASK = method(SEND, "Ask", MethodType.UNARY);

  /// What is needed to let users in, [FactsCodec].
  public static final MethodDescriptor<byte[], byte[]> FACTS =
      method(META, "Facts", MethodType.UNARY);

  /// The largest message of either side, bytes: a conversation of 200,000 members fits, and a page
  /// of 200 messages of 16 KiB.
  public static final int MAX_MESSAGE = 16 << 20;

  private Methods() {}

  private static MethodDescriptor<byte[], byte[]> method(
      String service, String name, MethodType type) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setFullMethodName(MethodDescriptor.generateFullMethodName(service, name))
        .setType(type)
        .setRequestMarshaller(new Bytes())
        .setResponseMarshaller(new Bytes())
        .build();
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try (stream) {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
