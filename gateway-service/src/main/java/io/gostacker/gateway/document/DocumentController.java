package io.gostacker.gateway.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/// Serves `openapi.yaml`, as JSON, and `asyncapi.yaml`. Both are written by hand, for the whole of
/// the public API whichever service answers it; tests hold them against the code. Anybody may read
/// them.
@RestController
public final class DocumentController {
  private static final MediaType YAML = MediaType.valueOf("application/yaml");

  private final Supplier<byte[]> openApi = SingletonSupplier.of(DocumentController::openApiAsJson);
  private final Supplier<byte[]> asyncApi =
      SingletonSupplier.of(() -> text("api/asyncapi.yaml").getBytes(StandardCharsets.UTF_8));

  @GetMapping(path = "/api/v1/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> openApi() {
    return cached(MediaType.APPLICATION_JSON, openApi.get());
  }

  private static byte[] openApiAsJson() {
    Object document =
        new Yaml(new SafeConstructor(new LoaderOptions())).load(text("api/openapi.yaml"));
    return JsonMapper.builder().build().writeValueAsBytes(document);
  }

  @GetMapping(path = "/api/v1/asyncapi.yaml", produces = "application/yaml")
  ResponseEntity<byte[]> asyncApi() {
    return cached(YAML, asyncApi.get());
  }

  private static ResponseEntity<byte[]> cached(MediaType type, byte[] body) {
    return ResponseEntity.ok()
        .contentType(type)
        .cacheControl(CacheControl.maxAge(Duration.ofMinutes(10)).cachePublic())
        .body(body);
  }

  private static String text(String resource) {
    try {
      return new ClassPathResource(resource).getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
