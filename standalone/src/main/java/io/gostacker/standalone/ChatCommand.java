package io.gostacker.standalone;

import java.lang.reflect.InvocationTargetException;
import java.util.List;

/// `./run chat …`: the terminal client, which shares nothing with the server but the jar.
final class ChatCommand {
  private static final String CLIENT = "io.gostacker.client.terminal.TerminalChat";

  private ChatCommand() {}

  static void run(List<String> args) {
    try {
      Class.forName(CLIENT)
          .getMethod("main", String[].class)
          .invoke(null, (Object) args.toArray(String[]::new));
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      System.err.println("This build has no terminal chat.");
      System.exit(1);
    }
  }
}
