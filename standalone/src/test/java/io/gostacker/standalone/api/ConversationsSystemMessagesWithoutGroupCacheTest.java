package io.gostacker.standalone.api;

import org.junit.jupiter.api.extension.ExtendWith;

/// All of [ConversationsSystemMessagesTest]: the same answers when changes are answered by MySQL.
@ExtendWith(WithoutGroupCache.class)
class ConversationsSystemMessagesWithoutGroupCacheTest extends ConversationsSystemMessagesTest {}
