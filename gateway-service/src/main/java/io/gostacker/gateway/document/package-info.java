/// The documents of the public contract: OpenAPI for REST, AsyncAPI for frames.
@NullMarked
package io.gostacker.gateway.document;

import org.jspecify.annotations.NullMarked;
