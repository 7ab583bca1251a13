package io.gostacker.gateway.session;

/// Where the socket of each device is, over all gateways, so that a device's newer socket replaces
/// the older one wherever that is. Calls for one user are serialized.
public interface DeviceRoutes {

  /// For a gateway that is the only one: the sessions here say it all.
  DeviceRoutes ONE_GATEWAY =
      new DeviceRoutes() {
        @Override
        public void claim(DeviceSession session) {}

        @Override
        public void release(DeviceSession session) {}
      };

  /// The device's socket is here from now on; one at another gateway is closed with 4409. Blocks.
  void claim(DeviceSession session);

  /// The socket is gone. Does nothing if the device has another one by now, here or elsewhere.
  void release(DeviceSession session);
}
