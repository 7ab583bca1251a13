package io.gostacker.push.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/// Encryption for a browser.
class MessageEncryptionTest {

  /// The example of RFC 8291, section 5 and appendix A.
  @Test
  void theExampleOfTheStandardComesOutAsItSays() throws Exception {
    ECKey browser =
        P256.key(
            bytes(
                "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"));
    ECKey ours =
        new ECKey.Builder(
                P256.key(
                    bytes(
                        "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8")))
            .d(new Base64URL("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))
            .build();
    Subscription subscription =
        new Subscription(
            URI.create("https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV"),
            browser,
            bytes("BTBZMqHH6r4Tts7J_aSIgg"));

    byte[] body =
        MessageEncryption.encrypt(
            "When I grow up, I want to be a watermelon".getBytes(StandardCharsets.UTF_8),
            subscription,
            ours,
            bytes("DGv6ra1nlYgDCS1FRnbzlw"));

    assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(body))
        .isEqualTo(
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
                + "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
                + "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
  }

  @Test
  void onlyTheBrowserReadsItAndNoTwoAreAlike() throws Exception {
    PlayedBrowser browser = PlayedBrowser.make();
    Subscription subscription = Subscription.of(browser.subscription("https://push.example.net/x"));
    MessageEncryption encryption = new MessageEncryption(new SecureRandom());
    byte[] text = "hello".getBytes(StandardCharsets.UTF_8);

    byte[] one = encryption.encrypt(text, subscription);
    byte[] other = encryption.encrypt(text, subscription);

    assertThat(browser.decrypt(one)).isEqualTo(text);
    assertThat(browser.decrypt(other)).isEqualTo(text);
    assertThat(one).isNotEqualTo(other);
  }

  private static byte[] bytes(String base64) {
    return Base64.getUrlDecoder().decode(base64);
  }
}
