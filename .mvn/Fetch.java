import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Base64;

/// `java Fetch.java URL FILE SHA512`: downloads a file and checks it, on machines that have only a
/// JDK. The checksum is written as npm does, in Base64.
final class Fetch {
  public static void main(String[] arguments) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0])).build();
    HttpResponse<InputStream> response =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build()
            .send(request, HttpResponse.BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new IllegalStateException(request.uri() + " answered " + response.statusCode());
    }
    MessageDigest digest = MessageDigest.getInstance("SHA-512");
    Path part = Files.createTempFile(Path.of(arguments[1]).toAbsolutePath().getParent(), "fetch", "");
    try (InputStream body = new DigestInputStream(response.body(), digest)) {
      Files.copy(body, part, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Base64.getEncoder().encodeToString(digest.digest()).equals(arguments[2])) {
      Files.delete(part);
      throw new IllegalStateException(request.uri() + " is not the file that was expected");
    }
    Files.move(part, Path.of(arguments[1]), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }
}
