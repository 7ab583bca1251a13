package io.gostacker.gateway.directory;

import io.gostacker.gateway.directory.Gateways.OpenGateway;
import io.gostacker.gateway.socket.SocketEndpoint;
import java.net.URI;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// `GET /api/v1/gateways`, for anybody: a client that knows one gateway learns of the others.
/// Behind a load balancer nobody needs it.
@RestController
public final class GatewaysController {
  private final Gateways gateways;

  public GatewaysController(Gateways gateways) {
    this.gateways = gateways;
  }

  record Answer(List<OpenGateway> items) {}

  @GetMapping("/api/v1/gateways")
  ResponseEntity<Answer> gateways(ServerHttpRequest request) {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(new Answer(gateways.leastLoadedFirst(socketUrl(request.getURI()))));
  }

  private static String socketUrl(URI asked) {
    String scheme = "https".equals(asked.getScheme()) ? "wss" : "ws";
    return scheme + "://" + asked.getAuthority() + SocketEndpoint.PATH;
  }
}
