package io.gostacker.grpc.wire;

import io.gostacker.common.record.ByteReader;
import io.gostacker.common.record.ByteWriter;
import io.gostacker.common.token.AccessFacts.AccountBan;
import io.gostacker.common.token.AccessFacts.EndedSession;
import io.gostacker.common.token.AccessFacts.Facts;

/// The question for [io.gostacker.common.token.AccessFacts] and its answer, as bytes.
public final class FactsCodec {

  private FactsCodec() {}

  /// A question.
  public record Question(long sinceMillis, boolean whole) {}

  public static byte[] encode(Question question) {
    ByteWriter to = new ByteWriter(16);
    to.number(question.sinceMillis());
    Fields.write(question.whole(), to);
    return to.toByteArray();
  }

  public static Question question(byte[] bytes) {
    ByteReader from = new ByteReader(bytes, 0, bytes.length);
    return new Question(from.number(), Fields.flag(from));
  }

  public static byte[] encode(Facts facts) {
    ByteWriter to = new ByteWriter(2_048);
    to.text(facts.keys());
    ViewCodec.list(
        facts.ended(),
        to,
        (each, into) -> {
          into.text(each.sessionId());
          into.id(each.userId());
          into.number(each.accessExpiresAt());
        });
    ViewCodec.list(
        facts.bans(),
        to,
        (each, into) -> {
          into.id(each.userId());
          into.id(each.until());
        });
    to.number(facts.now());
    return to.toByteArray();
  }

  public static Facts facts(byte[] bytes) {
    ByteReader from = new ByteReader(bytes, 0, bytes.length);
    return new Facts(
        from.text(),
        ViewCodec.list(from, each -> new EndedSession(each.text(), each.id(), each.number())),
        ViewCodec.list(from, each -> new AccountBan(each.id(), each.id())),
        from.number());
  }
}
