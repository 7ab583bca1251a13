package io.gostacker.common.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a controller's parameter of type [io.gostacker.common.token.AccessToken]: who calls. A
/// request without a valid token never reaches the method: it is answered `unauthenticated`.
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Caller {

  /// Whether the request counts among those that an account may make.
  boolean counted() default true;
}
