package io.gostacker.verify.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
  private static final List<Event> ALL =
      List.of(
          new Event.Device(1, 2),
          new Event.Member(3, 4),
          new Event.Invoked(5, 6, Content.of(7, "text"), false),
          new Event.Invoked(5, 6, Content.of(7, "text"), true),
          new Event.Accepted(8, 9, 10_000_000_000L),
          new Event.Rejected(11),
          new Event.Opened(12),
          new Event.Closed(13),
          new Event.Resync(14),
          new Event.Live(15, 16, 17, Content.system("created")),
          new Event.Pulled(18, 19, 20, -21),
          new Event.ReadBack(22, true),
          new Event.ReadBack(22, false),
          new Event.Removed(23, 24),
          new Event.Quiet(),
          new Event.Kept(25, 26, 27),
          new Event.Joined(28, 29, 30),
          new Event.Left(31, 32, 33),
          new Event.Stored(34, 35, 36),
          new Event.Fed(37, 38, 39));

  @TempDir private Path folder;

  @Test
  void whatWasWrittenIsRead() throws IOException {
    Path file = folder.resolve("history");
    try (HistoryWriter writer = new HistoryWriter(file)) {
      ALL.forEach(writer::write);
    }
    List<Event> read = new ArrayList<>();
    HistoryReader.read(file, read::add);
    assertThat(read).isEqualTo(ALL);
    assertThat(read.stream().map(Object::getClass).distinct().toList().toArray())
        .as("every kind of event")
        .containsExactlyInAnyOrder((Object[]) Event.class.getPermittedSubclasses());
  }

  @Test
  void whatIsCutIsRefused() throws IOException {
    Path file = folder.resolve("history");
    try (HistoryWriter writer = new HistoryWriter(file)) {
      ALL.forEach(writer::write);
    }
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    assertThatThrownBy(() -> HistoryReader.read(file, event -> {}))
        .hasMessageContaining("ends in the middle");
  }

  @Test
  void aContentKnowsItsMessage() {
    assertThat(Content.message(Content.of(123_456, "text"))).isEqualTo(123_456);
    assertThat(Content.message(Content.system("created"))).isEqualTo(Content.SYSTEM);
  }
}
