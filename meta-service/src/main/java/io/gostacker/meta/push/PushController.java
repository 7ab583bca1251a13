package io.gostacker.meta.push;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gostacker.common.token.AccessToken;
import io.gostacker.common.web.Caller;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/push`: who carries notifications here.
@RestController
@RequestMapping("/api/v1/push")
final class PushController {
  private final Providers providers;

  PushController(Providers providers) {
    this.providers = providers;
  }

  /// @param publicKey absent for a provider that has none
  record Item(String name, @JsonInclude(JsonInclude.Include.NON_EMPTY) String publicKey) {}

  /// None where nobody is notified.
  record Items(List<Item> providers) {}

  @GetMapping
  Items providers(@Caller AccessToken caller) {
    return new Items(
        providers.all().stream()
            .map(provider -> new Item(provider.name(), provider.publicKey()))
            .toList());
  }
}
