package io.gostacker.common.record;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.Exclusion;
import io.gostacker.common.conversation.HistoryPolicy;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.conversation.Role;
import io.gostacker.common.record.LogRecord.ConversationChanged;
import io.gostacker.common.record.LogRecord.ConversationCreated;
import io.gostacker.common.record.LogRecord.ConversationDisbanded;
import io.gostacker.common.record.LogRecord.DeliveredMoved;
import io.gostacker.common.record.LogRecord.ExclusionChanged;
import io.gostacker.common.record.LogRecord.MemberChanged;
import io.gostacker.common.record.LogRecord.MemberLeft;
import io.gostacker.common.record.LogRecord.MembersJoined;
import io.gostacker.common.record.LogRecord.MessageAppended;
import io.gostacker.common.record.LogRecord.ReadMoved;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/// Makes records of every kind with every field at random.
final class Records implements ArbitrarySupplier<LogRecord> {

  @Override
  public Arbitrary<LogRecord> get() {
    return Arbitraries.oneOf(
        messages().map(message -> message),
        created(),
        Combinators.combine(numbers(), ids(), numbers(), notices()).as(MembersJoined::new),
        Combinators.combine(numbers(), numbers(), notices()).as(MemberLeft::new),
        Combinators.combine(
                numbers(),
                optional(texts()),
                optional(Arbitraries.of(JoinPolicy.class)),
                optional(blobs()),
                notices())
            .as(ConversationChanged::new),
        Combinators.combine(
                numbers(),
                numbers(),
                optional(Arbitraries.of(Role.class)),
                optional(texts()),
                optional(numbers()),
                notices())
            .as(MemberChanged::new),
        Combinators.combine(numbers(), numbers(), notices()).as(ConversationDisbanded::new),
        Combinators.combine(numbers(), numbers(), numbers(), numbers(), texts()).as(ReadMoved::new),
        Combinators.combine(numbers(), numbers(), numbers(), texts()).as(DeliveredMoved::new),
        Combinators.combine(
                numbers(),
                Arbitraries.of(Exclusion.class),
                numbers(),
                numbers(),
                numbers(),
                numbers())
            .as(ExclusionChanged::new));
  }

  private static Arbitrary<LogRecord> created() {
    Arbitrary<ConversationCreated> bare =
        Combinators.combine(
                numbers(),
                Arbitraries.of(ConversationType.class),
                optional(texts()),
                numbers(),
                ids(),
                Arbitraries.of(JoinPolicy.class),
                Arbitraries.of(HistoryPolicy.class))
            .as((id, type, name, owner, members, policy, history) ->
                new ConversationCreated(
                    id, type, name, owner, members, policy, history, null, 0, null));
    return Combinators.combine(bare, optional(blobs()), numbers(), numbers(), notices())
        .as((c, ext, createdAt, lastSeq, notice) ->
            new ConversationCreated(
                c.conversationId(),
                c.type(),
                c.name(),
                c.ownerId(),
                c.members(),
                c.joinPolicy(),
                c.history(),
                ext,
                createdAt,
                lastSeq,
                notice));
  }

  private static Arbitrary<MessageAppended> messages() {
    return Combinators.combine(
            numbers().array(long[].class).ofSize(6),
            texts(),
            texts(),
            Arbitraries.of(true, false),
            blobs())
        .as((n, device, clientId, system, content) ->
            new MessageAppended(
                n[0], n[1], n[2], n[3], device, clientId, system, n[4], content, n[5]));
  }

  private static Arbitrary<@Nullable MessageAppended> notices() {
    return optional(messages());
  }

  private static Arbitrary<Long> numbers() {
    return Arbitraries.longs();
  }

  private static Arbitrary<long[]> ids() {
    return numbers().array(long[].class).ofMaxSize(20);
  }

  private static Arbitrary<byte[]> blobs() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
  }

  /// Without lone surrogates, which no text that was let in has.
  private static Arbitrary<String> texts() {
    return Arbitraries.strings()
        .all()
        .ofMaxLength(80)
        .filter(
            text -> text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE));
  }

  private static <T> Arbitrary<@Nullable T> optional(Arbitrary<T> values) {
    return values.injectNull(0.3);
  }
}
