package io.gostacker.push.provider;

import java.io.IOException;

/// An adapter that is called by HTTP.
class SignedHttpProviderTest extends PushProviderContract {

  @Override
  protected Far open() throws IOException {
    return new PlayedAdapter();
  }
}
