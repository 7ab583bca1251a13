/// Messages over REST.
@NullMarked
package io.gostacker.gateway.rest;

import org.jspecify.annotations.NullMarked;
