package io.gostacker.grpc.peer;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets only those processes call that prove a role which may make that call.
public final class PeerCheck implements ServerInterceptor {
  private static final Logger log = LoggerFactory.getLogger(PeerCheck.class);

  private final List<String> secrets;
  private final Map<String, Set<PeerRole>> allowed;

  /// @param allowed who may call a method, by its full name; a method that is not in it is nobody's
  public PeerCheck(List<String> secrets, Map<String, Set<PeerRole>> allowed) {
    this.secrets = secrets;
    this.allowed = allowed;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String method = call.getMethodDescriptor().getFullMethodName();
    String token = headers.get(PeerToken.HEADER);
    Optional<PeerRole> role = token == null ? Optional.empty() : PeerToken.role(token, secrets);
    if (role.isEmpty()) {
      return refuse(call, Status.UNAUTHENTICATED, "gostacker.internal.secrets differ");
    }
    if (!allowed.getOrDefault(method, Set.of()).contains(role.get())) {
      return refuse(call, Status.PERMISSION_DENIED, role.get() + " may not call " + method);
    }
    return Contexts.interceptCall(Context.current(), call, headers, next);
  }

  private static <Q, A> ServerCall.Listener<Q> refuse(
      ServerCall<Q, A> call, Status status, String why) {
    log.warn("A process was refused: {}", why);
    call.close(status.withDescription(why), new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
