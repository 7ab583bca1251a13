package io.gostacker.send;

import io.gostacker.common.shardlog.ShardLog;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A log with troubles that are switched on by name: calls that throw, questions for the head that
/// are held back, a connection that is down.
final class TroubledLog {
  private final ShardLog log;
  private final Map<String, AtomicInteger> throwing = new ConcurrentHashMap<>();
  private final AtomicInteger held = new AtomicInteger();
  private volatile CompletableFuture<Boolean> gate = CompletableFuture.completedFuture(true);
  private volatile String heldMethod = "";
  private volatile boolean down;

  TroubledLog(ShardLog log) {
    this.log = log;
  }

  ShardLog asLog() {
    return (ShardLog)
        Proxy.newProxyInstance(
            ShardLog.class.getClassLoader(),
            new Class<?>[] {ShardLog.class},
            (proxy, method, arguments) -> call(method, arguments));
  }

  /// The next call of this method throws.
  void throwNext(String method) {
    throwing.computeIfAbsent(method, name -> new AtomicInteger()).incrementAndGet();
  }

  /// From now on calls of this method, `head` or `begin`, are made only after [#release].
  void hold(String method) {
    held.set(0);
    heldMethod = method;
    gate = new CompletableFuture<>();
  }

  /// How many calls are held back.
  int held() {
    return held.get();
  }

  void release() {
    gate.complete(true);
  }

  void failHeld() {
    gate.completeExceptionally(new IllegalStateException("the connection broke"));
  }

  void goDown() {
    down = true;
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    AtomicInteger failures = throwing.get(method.getName());
    if (failures != null && failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IllegalStateException("thrown by the test from " + method.getName());
    }
    if (down && method.getName().equals("isUp")) {
      return false;
    }
    CompletableFuture<Boolean> open = gate;
    if (method.getName().equals(heldMethod) && !open.isDone()) {
      held.incrementAndGet();
      return open.thenCompose(free -> later(method, arguments));
    }
    try {
      return method.invoke(log, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private CompletableFuture<?> later(Method method, Object[] arguments) {
    try {
      return (CompletableFuture<?>) method.invoke(log, arguments);
    } catch (ReflectiveOperationException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
