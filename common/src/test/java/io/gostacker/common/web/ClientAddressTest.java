package io.gostacker.common.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

class ClientAddressTest {

  private static String of(List<String> proxies, String peer, String... forwarded)
      throws UnknownHostException {
    HttpHeaders headers = new HttpHeaders();
    for (String each : forwarded) {
      headers.add("X-Forwarded-For", each);
    }
    InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(peer), 4711);
    return new ClientAddress(proxies).of(address, headers);
  }

  @Test
  void aStrangersWordIsNotBelieved() throws UnknownHostException {
    assertThat(of(List.of(), "192.0.2.7", "10.1.1.1")).isEqualTo("192.0.2.7");
    assertThat(of(List.of("10.0.0.0/8"), "192.0.2.7", "10.1.1.1")).isEqualTo("192.0.2.7");
  }

  @Test
  void aTrustedProxySaysWhoItIsFromAndNobodyBeforeThatIsBelieved() throws UnknownHostException {
    List<String> proxies = List.of("10.0.0.0/8", "fd00::/8");
    assertThat(of(proxies, "10.2.3.4", "192.0.2.9")).isEqualTo("192.0.2.9");
    assertThat(of(proxies, "10.2.3.4", "1.1.1.1, 192.0.2.9, 10.9.9.9")).isEqualTo("192.0.2.9");
    assertThat(of(proxies, "10.2.3.4", "1.1.1.1", "192.0.2.9")).isEqualTo("192.0.2.9");
    assertThat(of(proxies, "fd00::5", "192.0.2.9")).isEqualTo("192.0.2.9");
  }

  @Test
  void whatIsNoAddressEndsTheWayBack() throws UnknownHostException {
    List<String> proxies = List.of("10.0.0.0/8");
    assertThat(of(proxies, "10.2.3.4", "1.1.1.1, nonsense.example")).isEqualTo("10.2.3.4");
    assertThat(of(proxies, "10.2.3.4", "")).isEqualTo("10.2.3.4");
    assertThat(of(proxies, "10.2.3.4")).isEqualTo("10.2.3.4");
    assertThat(new ClientAddress(proxies).of(null, new HttpHeaders())).isEqualTo("unknown");
  }

  @Test
  void anIpv6CustomerIsASlash64() throws UnknownHostException {
    String one = of(List.of(), "2001:db8:1:2:3:4:5:6");
    assertThat(of(List.of(), "2001:db8:1:2:ffff::1")).isEqualTo(one);
    assertThat(of(List.of(), "2001:db8:1:3::1")).isNotEqualTo(one);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "1.2.3", "/8"})
  void aProxyThatIsNoAddressStopsTheStart(String proxy) {
    assertThatThrownBy(() -> new ClientAddress(List.of(proxy)))
        .hasMessageContaining("gostacker.web.trusted-proxies");
  }
}
