package io.gostacker.common.transport;

/// How the send service hands frames to a gateway. Implementations return at once: they never wait
/// for a socket.
public interface DeliveryPort {

  void deliver(Delivery delivery);
}
