package io.gostacker.standalone.api;

import static io.gostacker.standalone.api.RestCalls.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.standalone.RunningStandalone;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Access tokens, checked and forged with nothing but the JDK.
class AccountsTokensTest {
  private static Api api;
  private static TestUser ann;
  private static String header;
  private static String payload;
  private static String signature;
  private static JsonNode key;

  @BeforeAll
  static void aTokenAndItsKey() {
    api = new Api(RunningStandalone.baseUrl());
    ann = api.newUser("ann");
    String[] parts = ann.token().split("\\.");
    header = parts[0];
    payload = parts[1];
    signature = parts[2];
    String keyId = decoded(header).path("kid").asString();
    key =
        keys().valueStream().filter(k -> k.path("kid").asString().equals(keyId)).findFirst().get();
  }

  @Test
  void thePublishedKeyVerifiesTheToken() throws GeneralSecurityException {
    assertThat(decoded(header).path("alg").asString()).isEqualTo("RS256");
    assertThat(decoded(payload).path("sub").asString()).isEqualTo(ann.id());
    Signature verifier = Signature.getInstance("SHA256withRSA");
    verifier.initVerify(publicKey());
    verifier.update((header + "." + payload).getBytes(UTF_8));
    assertThat(verifier.verify(Base64.getUrlDecoder().decode(signature))).isTrue();
  }

  @Test
  void onlyPublicKeysArePublishedAndToEverybody() {
    assertThat(keys())
        .isNotEmpty()
        .allSatisfy(published -> {
          assertThat(published.path("kty").asString()).isEqualTo("RSA");
          assertThat(published.propertyNames()).doesNotContain("d", "p", "q", "dp", "dq", "qi");
        });
  }

  @Test
  void aTokenWithoutSignatureIsRefused() {
    for (String algorithm : List.of("none", "None", "NONE", "")) {
      String none = encoded(json("{'alg':'%s','typ':'JWT'}", algorithm));
      refused(none + "." + payload + ".");
      refused(none + "." + payload + "." + signature);
    }
    refused(header + "." + payload + ".");
    refused(header + "." + payload);
  }

  @Test
  void aTokenSignedWithThePublicKeyAsASecretIsRefused() throws GeneralSecurityException {
    byte[] der = publicKey().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, "\n".getBytes(UTF_8)).encodeToString(der)
            + "\n-----END PUBLIC KEY-----\n";
    for (byte[] secret : List.of(der, pem.getBytes(UTF_8), key.toString().getBytes(UTF_8))) {
      String signed =
          encoded(json("{'alg':'HS256','typ':'JWT','kid':'%s'}", key.path("kid").asString()))
              + "."
              + payload;
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      refused(signed + "." + encoded(mac.doFinal(signed.getBytes(UTF_8))));
    }
  }

  @Test
  void aTokenOfAForeignKeyIsRefusedWhateverItSaysOfTheKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair foreign = generator.generateKeyPair();
    String jwk =
        json(
            "{'kty':'RSA','kid':'mine','e':'AQAB','n':'%s'}",
            encoded(
                ((java.security.interfaces.RSAPublicKey) foreign.getPublic())
                    .getModulus()
                    .toByteArray()));
    for (String foreignHeader :
        List.of(
            json("{'alg':'RS256','kid':'%s'}", key.path("kid").asString()),
            json("{'alg':'RS256','kid':'mine'}"),
            json("{'alg':'RS256'}"),
            json("{'alg':'RS256','kid':'../../etc/passwd'}"),
            json("{'alg':'RS256','kid':'mine','jwk':%s}", jwk),
            json("{'alg':'RS256','kid':'mine','jku':'http://localhost:1/jwks.json'}"))) {
      refused(signed(encoded(foreignHeader) + "." + payload, foreign.getPrivate()));
    }
  }

  @Test
  void aTokenThatWasTouchedIsRefused() {
    TestUser bob = api.newUser("bob");
    String asBob =
        new String(Base64.getUrlDecoder().decode(payload), UTF_8).replace(ann.id(), bob.id());
    refused(header + "." + encoded(asBob) + "." + signature);
    refused(header + "." + bob.token().split("\\.")[1] + "." + signature);
    refused(header + "." + payload + "." + signature.substring(1));
    refused(ann.token() + "." + signature);
    refused(" " + ann.token().substring(1));
    api.call("GET", "/api/v1/users/me?access_token=" + ann.token(), null, null).is(401);
  }

  private static void refused(String token) {
    api.call("GET", "/api/v1/users/me", token, null).isProblem(401, "unauthenticated");
    api.call("GET", "/api/v1/conversations/1/messages", token, null)
        .isProblem(401, "unauthenticated");
  }

  private static JsonNode keys() {
    return api.call("GET", "/.well-known/jwks.json", null, null).is(200).json().path("keys");
  }

  private static PublicKey publicKey() throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(number("n"), number("e")));
  }

  private static BigInteger number(String member) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(key.path(member).asString()));
  }

  private static String signed(String text, PrivateKey by) throws GeneralSecurityException {
    Signature signer = Signature.getInstance("SHA256withRSA");
    signer.initSign(by);
    signer.update(text.getBytes(UTF_8));
    return text + "." + encoded(signer.sign());
  }

  private static JsonNode decoded(String part) {
    return Api.JSON.readTree(Base64.getUrlDecoder().decode(part));
  }

  private static String encoded(String text) {
    return encoded(text.getBytes(UTF_8));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
