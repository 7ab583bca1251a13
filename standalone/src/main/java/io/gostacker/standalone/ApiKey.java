package io.gostacker.standalone;

import io.gostacker.common.web.ServerApiSettings;
import io.gostacker.embedded.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.context.ApplicationContext;

/// The API key for the app's back end that is made at the first start and good until the settings
/// name others. It stays in its file, which the owner alone may read, and in memory.
record ApiKey(Path file, String secret) {

  /// The key of a data folder, made when there is none.
  ///
  /// @throws StartFailure if it cannot be had or is none
  static ApiKey of(Path data) {
    Path file = data.resolve("server-api-key");
    try {
      String secret = PrivateFiles.password(file);
      String flaw = ServerApiSettings.flaw(secret);
      if (flaw != null) {
        throw new StartFailure(
            "The API key in %s %s. Delete the file to have a new one made.".formatted(file, flaw));
      }
      return new ApiKey(file, secret);
    } catch (IOException e) {
      throw new StartFailure("The API key in " + file + " cannot be read or made (" + e + ").");
    }
  }

  /// The weakest of all settings, so that named keys take its place.
  Map<String, Object> settings() {
    return Map.of("gostacker.server-api.keys", secret);
  }

  /// Where the key lies that is good in the started services.
  String whereabouts(ApplicationContext services) {
    boolean good = services.getBean(ServerApiSettings.class).keys().equals(List.of(secret));
    return good ? "its API key is in " + file : "by the API keys of gostacker.server-api.keys";
  }

  /// Without the secret.
  @Override
  public String toString() {
    return "ApiKey[" + file + "]";
  }
}
