package io.gostacker.gateway.document;

import java.util.Set;
import org.springframework.context.annotation.Profile;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// A page to read and try the REST API, at `/api/v1/docs`; only with the profile `dev`: it is for a
/// developer's own machine.
@RestController
@Profile("dev")
public final class DocumentPages {
  private static final String WEBJAR = "META-INF/resources/webjars/swagger-ui/5.32.11/";
  private static final Set<String> FILES =
      Set.of("swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png");
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head>
        <meta charset="utf-8">
        <title>GoStacker API</title>
        <link rel="stylesheet" href="docs/swagger-ui.css">
        <link rel="icon" href="docs/favicon-32x32.png">
      </head>
      <body>
        <div id="page"></div>
        <script src="docs/swagger-ui-bundle.js"></script>
        <script>SwaggerUIBundle({url: 'openapi.json', dom_id: '#page'})</script>
      </body>
      </html>
      """;

  @GetMapping(path = "/api/v1/docs", produces = MediaType.TEXT_HTML_VALUE)
  String page() {
    return PAGE;
  }

  @GetMapping("/api/v1/docs/{file}")
  ResponseEntity<Resource> file(@PathVariable String file) {
    if (!FILES.contains(file)) {
      return ResponseEntity.notFound().build();
    }
    MediaType type = MediaTypeFactory.getMediaType(file).orElse(MediaType.APPLICATION_OCTET_STREAM);
    return ResponseEntity.ok().contentType(type).body(new ClassPathResource(WEBJAR + file));
  }
}
