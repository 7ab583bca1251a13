package io.gostacker.gateway.chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/// Serves the web chat: the files under `classpath:/static/`, read once at the start, `/` being
/// `index.html`. Of two with one name the first on the class path wins. Any other path is somebody
/// else's, or 404.
@Configuration(proxyBeanMethods = false)
public class WebChatConfiguration {
  private static final String ROOT = "/static/";

  /// `gzip` in a list of codings, not with the weight 0 (RFC 9110, 12.5.3).
  private static final Pattern GZIP_TAKEN =
      Pattern.compile(
          "(^|,)\\s*gzip\\s*(;\\s*q=(0\\.\\d*[1-9]\\d*|1(\\.0*)?))?\\s*(,|$)",
          Pattern.CASE_INSENSITIVE);

  @Bean
  RouterFunction<ServerResponse> webChat() {
    Map<String, StaticFile> files = load();
    return request ->
        Mono.justOrEmpty(files.get(request.path()))
            .filter(file -> isRead(request))
            .map(file -> asked -> answer(asked, file));
  }

  private static Mono<ServerResponse> answer(ServerRequest request, StaticFile file) {
    boolean unchanged = request.headers().header(HttpHeaders.IF_NONE_MATCH).contains(file.etag());
    ServerResponse.BodyBuilder response =
        ServerResponse.status(unchanged ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
            .eTag(file.etag())
            .header(HttpHeaders.CACHE_CONTROL, file.cacheControl());
    StaticFile.HEADERS.forEach(response::header);
    if (unchanged) {
      return response.build();
    }
    byte[] gzipped = file.gzipped();
    if (gzipped != null && takesGzip(request)) {
      return response
          .header(HttpHeaders.CONTENT_ENCODING, "gzip")
          .contentType(file.type())
          .bodyValue(gzipped);
    }
    return response.contentType(file.type()).bodyValue(file.bytes());
  }

  private static boolean takesGzip(ServerRequest request) {
    return request.headers().header(HttpHeaders.ACCEPT_ENCODING).stream()
        .anyMatch(header -> GZIP_TAKEN.matcher(header).find());
  }

  private static boolean isRead(ServerRequest request) {
    return request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
  }

  private static Map<String, StaticFile> load() {
    Map<String, StaticFile> files = new HashMap<>();
    try {
      Resource[] resources =
          new PathMatchingResourcePatternResolver().getResources("classpath*:" + ROOT + "**/*");
      for (Resource resource : resources) {
        String url = resource.getURL().getPath();
        if (resource.isReadable() && !url.endsWith("/")) {
          String path = url.substring(url.lastIndexOf(ROOT) + ROOT.length() - 1);
          files.putIfAbsent(path, StaticFile.of(path, resource.getContentAsByteArray()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The web chat's files cannot be read", e);
    }
    StaticFile index = files.get("/index.html");
    if (index != null) {
      files.put("/", index);
    }
    return Map.copyOf(files);
  }
}
