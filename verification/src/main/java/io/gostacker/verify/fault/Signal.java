package io.gostacker.verify.fault;

import java.io.IOException;

/// Sends signals to processes of this machine.
final class Signal {
  private Signal() {}

  /// @param name for instance `STOP`
  static void send(String name, long pid) throws IOException, InterruptedException {
    if (new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor() != 0) {
      throw new IOException("process " + pid + " cannot be sent " + name);
    }
  }
}
