package io.gostacker.testkit.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.common.presence.LiveUsers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What every [LiveUsers] does.
public abstract class LiveUsersContract {

  protected abstract LiveUsers live();

  /// A gateway begins to live.
  protected abstract void begins(String gateway);

  /// A gateway is found dead.
  protected abstract void dies(String gateway);

  /// A device of a user has a socket at a gateway.
  protected abstract void connects(String gateway, long user, String device);

  /// That device's socket is gone, and it was the user's last one there.
  protected abstract void leaves(String gateway, long user, String device);

  @Test
  void whoHasASocketIsThereAndNobodyElse() {
    begins("g1");
    connects("g1", 1, "phone");
    assertThat(live().among(List.of(1L, 2L))).containsOnly(entry(1, "g1"));
    assertThat(live().among(List.of())).isEmpty();
    assertThat(live().gateways()).containsExactly("g1");
  }

  @Test
  void whoLeavesIsNotThereAnyMore() {
    begins("g1");
    connects("g1", 1, "phone");
    leaves("g1", 1, "phone");
    assertThat(live().among(List.of(1L))).isEmpty();
  }

  @Test
  void aDeadGatewayReachesNobody() {
    begins("g1");
    begins("g2");
    connects("g1", 1, "phone");
    connects("g2", 2, "phone");
    dies("g1");
    assertThat(live().among(List.of(1L, 2L))).containsOnly(entry(2, "g2"));
    assertThat(live().gateways()).containsExactly("g2");
  }

  @Test
  void oneSocketOfSeveralIsEnough() {
    begins("g1");
    begins("g2");
    connects("g1", 1, "phone");
    connects("g2", 1, "desk");
    dies("g1");
    assertThat(live().among(List.of(1L))).containsOnly(entry(1, "g2"));
  }

  private static Map.Entry<Long, String> entry(long user, String gateway) {
    return Map.entry(user, gateway);
  }
}
