package io.gostacker.standalone.api;

import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

/// With dispatchers that are processes of their own.
@EnabledIf("io.gostacker.standalone.suite.RunningSuite#isPossible")
@ExtendWith(OnSuite.class)
class PushOnSuiteTest extends PushTest {}
