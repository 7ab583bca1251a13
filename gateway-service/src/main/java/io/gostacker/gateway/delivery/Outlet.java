package io.gostacker.gateway.delivery;

import io.gostacker.common.transport.Delivery;

/// Where deliveries go once their order is settled. Never blocks.
interface Outlet {

  /// To every device of the recipients except the excepted one.
  void frame(Delivery.Frame frame);

  /// Tells the recipients' devices to `sync`.
  void resync(long[] recipients);
}
