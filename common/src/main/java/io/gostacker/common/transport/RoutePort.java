package io.gostacker.common.transport;

import java.util.BitSet;

/// How a gateway tells the send service which users it has sockets of.
///
/// After [#online] returned, every message that is appended later is delivered to this gateway;
/// what was appended before comes by `sync`. A gateway calls it before it says `welcome`, and
/// [#offline] when the user's last socket is gone. Calls for one user are serialized by the
/// gateway.
public interface RoutePort {

  /// Makes a gateway known, before its first [#online]. `gatewayId` is random for each start of the
  /// process.
  void attach(String gatewayId, DeliveryPort delivery);

  /// Forgets a gateway and all its users.
  void detach(String gatewayId);

  void online(String gatewayId, long userId);

  void offline(String gatewayId, long userId);

  /// Which shards a gateway takes this send instance for the owner of: what others appended to them
  /// is fanned out here. Never called where there is one instance, which owns all.
  ///
  /// @param owned numbers of shards, instead of those of the call before
  default void own(String gatewayId, BitSet owned) {}
}
