package io.gostacker.common.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The settings file of a process.
///
/// @param name its place in the folder of the installation, for instance `config/send.yaml`
record SettingsFile(String name, Path path) implements SettingsText {

  @Override
  public @Nullable String read() throws IOException {
    try {
      return Files.readString(path);
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
