package io.gostacker.meta.device;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.json.Rfc3339;
import io.gostacker.common.token.AccessToken;
import io.gostacker.common.web.Caller;
import io.gostacker.meta.session.Devices;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/devices`: what the caller is logged in with.
@RestController
@RequestMapping("/api/v1/devices")
public final class DeviceController {
  private final Devices devices;

  public DeviceController(Devices devices) {
    this.devices = devices;
  }

  /// @param current whether it is the one that asks
  record Item(
      String deviceId, String platform, boolean current, String createdAt, String lastActiveAt) {}

  /// All of them: there are no more than `gostacker.session.max-per-user`.
  record Items(List<Item> items) {}

  @GetMapping
  Items list(@Caller AccessToken caller) {
    return new Items(
        devices.of(caller.userId()).stream().map(device -> item(device, caller)).toList());
  }

  private static Item item(Devices.Device device, AccessToken caller) {
    return new Item(
        device.deviceId(),
        device.platform(),
        device.sessionId().equals(caller.sessionId()),
        Rfc3339.format(device.createdAt()),
        Rfc3339.format(device.activeAt()));
  }

  @DeleteMapping("/{deviceId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@Caller AccessToken caller, @PathVariable String deviceId) {
    if (!devices.end(caller.userId(), deviceId, "removed by the user")) {
      throw Refusal.of(ErrorCode.NOT_FOUND, "No such device is logged in");
    }
  }

  /// All but the one that asks.
  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void removeOthers(@Caller AccessToken caller) {
    devices.endOthers(caller.userId(), caller.sessionId(), "removed by the user");
  }
}
