package io.gostacker.bench.subject;

import io.gostacker.bench.driver.Client;

/// Looks at nothing that comes.
final class Ignored {
  static final Client.Receiver RECEIVER =
      new Client.Receiver() {
        @Override
        public void sent(Client client, long intended) {}

        @Override
        public void message(Client client, long intended) {}

        @Override
        public void trouble(Client client, String what) {}
      };

  private Ignored() {}
}
