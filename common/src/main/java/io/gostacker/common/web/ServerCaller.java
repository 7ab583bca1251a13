package io.gostacker.common.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a controller's parameter of type [AppServer]: the back end of an app calls. A request
/// without one of the API keys never reaches the method: it is answered `unauthenticated`, with a
/// user's token too.
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface ServerCaller {}
