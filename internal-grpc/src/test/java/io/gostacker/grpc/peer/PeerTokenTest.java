package io.gostacker.grpc.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PeerTokenTest {
  private static final String OLD = "an-old-secret-of-thirty-two-characters";
  private static final String NEW = "a-new-secret-of-thirty-two-characters!";

  @Test
  void aTokenProvesItsRoleAndNoOther() {
    String token = PeerToken.of(PeerRole.META, OLD);
    assertThat(PeerToken.role(token, List.of(OLD))).contains(PeerRole.META);
    assertThat(PeerToken.role(token.replace("meta.", "gateway."), List.of(OLD))).isEmpty();
    assertThat(PeerToken.role("", List.of(OLD))).isEmpty();
    assertThat(token).doesNotContain(OLD);
  }

  @Test
  void whileASecretIsBeingReplacedBothAreGood() {
    assertThat(PeerToken.role(PeerToken.of(PeerRole.GATEWAY, OLD), List.of(NEW, OLD))).isPresent();
    assertThat(PeerToken.role(PeerToken.of(PeerRole.GATEWAY, NEW), List.of(NEW, OLD))).isPresent();
    assertThat(PeerToken.role(PeerToken.of(PeerRole.GATEWAY, OLD), List.of(NEW))).isEmpty();
  }

  @Test
  void withoutASecretOrWithAShortOneNothingStarts() {
    assertThatThrownBy(() -> new InternalSettings(List.of(), "h", "", 0))
        .hasMessageContaining("gostacker.internal.secrets");
    assertThatThrownBy(() -> new InternalSettings(List.of(OLD, "short"), "h", "", 0))
        .hasMessageContaining("gostacker.internal.secrets");
    assertThat(new InternalSettings(List.of(OLD), "h", "", 0).toString()).doesNotContain(OLD);
    assertThat(new InternalSettings(List.of(OLD), "h", "", 0).bind()).isEqualTo("h");
  }
}
