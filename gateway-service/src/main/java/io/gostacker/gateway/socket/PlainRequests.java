package io.gostacker.gateway.socket;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.web.ProblemHandler;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Answers requests of the socket's path that are no upgrade.
@RestController
public final class PlainRequests {

  @RequestMapping(SocketEndpoint.PATH)
  ResponseEntity<byte[]> upgradeRequired() {
    HttpStatus status = HttpStatus.UPGRADE_REQUIRED;
    return ResponseEntity.status(status)
        .header(HttpHeaders.UPGRADE, "websocket")
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(
            ProblemHandler.problem(
                ErrorCode.VALIDATION_FAILED,
                status.value(),
                "Open a WebSocket here: send 'Connection: Upgrade' and 'Upgrade: websocket'",
                List.of()));
  }
}
