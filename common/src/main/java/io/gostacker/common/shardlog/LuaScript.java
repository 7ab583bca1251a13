package io.gostacker.common.shardlog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// A script beside this class, by its file name.
enum LuaScript {
  APPEND("append.lua"),
  RAISE_FLUSHED("raise-flushed.lua");

  private final byte[] source;

  LuaScript(String file) {
    try (InputStream in = LuaScript.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + file);
      }
      this.source = in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String source() {
    return new String(source, StandardCharsets.UTF_8);
  }
}
