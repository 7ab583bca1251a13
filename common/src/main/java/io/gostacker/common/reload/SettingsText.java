package io.gostacker.common.reload;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A place that holds settings as YAML.
public interface SettingsText {

  /// What it is called in the log, for instance `config/send.yaml`.
  String name();

  /// What it holds now; null for nothing.
  ///
  /// @throws IOException if that cannot be told now
  @Nullable String read() throws IOException;
}
