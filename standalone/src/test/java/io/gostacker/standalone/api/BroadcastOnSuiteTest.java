package io.gostacker.standalone.api;

import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

@EnabledIf("io.gostacker.standalone.suite.RunningSuite#isPossible")
@ExtendWith(OnSuite.class)
class BroadcastOnSuiteTest extends BroadcastTest {}
