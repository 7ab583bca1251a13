package io.gostacker.standalone.api;

import io.gostacker.standalone.RunningStandalone;
import io.gostacker.standalone.suite.RunningSuite;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Lets a class of tests meet the services as processes of their own, by the first gateway. What
/// extends a class of tests with it is the one contract in the other form.
final class OnSuite implements BeforeAllCallback, AfterAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) {
    RunningSuite shared = RunningSuite.shared();
    RunningStandalone.use(
        RunningSuite.url(shared.suite().gateways().getFirst()), shared.database());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    RunningStandalone.use(null, null);
  }
}
