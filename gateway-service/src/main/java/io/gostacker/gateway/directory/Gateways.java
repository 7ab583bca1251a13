package io.gostacker.gateway.directory;

import java.util.List;

/// The gateways that take clients.
public interface Gateways {

  /// The one with the fewest sockets first. Blocks.
  ///
  /// @param ownUrl where who asks has reached this gateway
  List<OpenGateway> leastLoadedFirst(String ownUrl);

  /// A gateway.
  ///
  /// @param url where its sockets are opened, for instance `wss://g1.example.com/api/v1/ws`
  /// @param connections how many it has
  record OpenGateway(String url, int connections) {}
}
