package io.gostacker.standalone.api;

import org.junit.jupiter.api.extension.ExtendWith;

/// All of [ConversationsTest]: the same answers when changes are answered by MySQL.
@ExtendWith(WithoutGroupCache.class)
class ConversationsWithoutGroupCacheTest extends ConversationsTest {}
