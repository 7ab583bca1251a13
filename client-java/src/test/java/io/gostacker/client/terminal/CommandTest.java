package io.gostacker.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTest {

  @Test
  void aLineIsAMessageUnlessItBeginsWithASlash() {
    assertThat(Command.parse("hello /list")).isEqualTo(new Command.Say("hello /list"));
    assertThat(Command.parse("//list")).isEqualTo(new Command.Say("/list"));
    assertThat(Command.parse("  ")).isEqualTo(new Command.Nothing());
    assertThat(Command.parse("/lost")).isInstanceOf(Command.Wrong.class);
  }

  @Test
  void aGroupsNameMayHaveSpacesInQuotes() {
    assertThat(Command.parse("/group \"our trip\" bob carol"))
        .isEqualTo(new Command.NewGroup("our trip", List.of("bob", "carol")));
    assertThat(Command.parse("/group trip bob"))
        .isEqualTo(new Command.NewGroup("trip", List.of("bob")));
    assertThat(Command.parse("/group trip")).isInstanceOf(Command.Wrong.class);
  }

  @Test
  void textOfOthersCannotSteerTheTerminal() {
    assertThat(SafeText.of("a\u001b]0;x\u0007\r\u009b\u202eb\nc\t"))
        .isEqualTo("a\\u001b]0;x\\u0007\\u000d\\u009b\\u202eb\nc\t");
    assertThat(SafeText.of("👩\u200d👧 ä漢")).isEqualTo("👩\u200d👧 ä漢");
    assertThat(SafeText.line("two\nlines")).isEqualTo("two lines");
  }
}
