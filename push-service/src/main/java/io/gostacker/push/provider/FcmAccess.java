package io.gostacker.push.provider;

import static java.util.Objects.requireNonNull;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The access tokens of a service account, each used until shortly before its end. Thread-safe.
final class FcmAccess implements AutoCloseable {
  private static final List<String> SCOPES =
      List.of("https://www.googleapis.com/auth/firebase.messaging");

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final GoogleCredentials credentials;
  private final String project;
  private volatile String refused = "";

  /// @throws IllegalArgumentException if the file cannot be used
  FcmAccess(String credentialsFile) {
    try (InputStream file = Files.newInputStream(Path.of(credentialsFile))) {
      ServiceAccountCredentials account = ServiceAccountCredentials.fromStream(file);
      if (account.getProjectId() == null) {
        throw new IOException("it has no project_id");
      }
      project = account.getProjectId();
      credentials = account.createScoped(SCOPES);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "gostacker.push.fcm.credentials-file: " + credentialsFile + " cannot be used: " + e, e);
    }
  }

  String project() {
    return project;
  }

  /// One to be shown. Takes as long as Google's server does, if a new one is needed.
  CompletableFuture<String> token() {
    return CompletableFuture.supplyAsync(this::current, threads);
  }

  /// Asks for a new one next time: this one was not accepted.
  void refuse(String token) {
    refused = token;
  }

  private String current() {
    try {
      credentials.refreshIfExpired();
      if (held().equals(refused)) {
        credentials.refresh();
      }
      return held();
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private String held() {
    return requireNonNull(credentials.getAccessToken(), "no access token").getTokenValue();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
