package io.gostacker.meta;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.meta.RestClient.Answer;
import io.gostacker.meta.RestClient.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class UsersTest {
  private static final String ME = "/api/v1/users/me";

  private static final RestClient anybody = MetaServer.shared().client();

  @Test
  void aUserReadsAndChangesTheOwnProfile() {
    User ann = anybody.user("ann");

    assertThat(ann.client().get(ME).json().propertyNames())
        .containsExactlyInAnyOrder("userId", "username", "nickname", "avatarUrl");
    assertThat(ann.client().get(ME).json().path("avatarUrl").isNull()).isTrue();

    Answer changed =
        ann.client()
            .patch(ME, "{\"nickname\":\"Ann \uD83D\uDE00\",\"avatarUrl\":\"https://a.example/1\"}");
    assertThat(changed.status()).isEqualTo(200);
    Answer cleared = ann.client().patch(ME, "{\"avatarUrl\":null,\"unknown\":1}");

    assertThat(cleared.text("nickname")).isEqualTo("Ann \uD83D\uDE00");
    assertThat(cleared.json().path("avatarUrl").isNull()).isTrue();
    assertThat(ann.client().get(ME).json()).isEqualTo(cleared.json());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"nickname\":\"\"}",
        "{\"nickname\":7}",
        "{\"nickname\":\"a\\nb\"}",
        "{\"nickname\":\"\\ud800\"}",
        "{\"avatarUrl\":\"javascript:alert(1)\"}",
        "{\"avatarUrl\":{}}",
        "{\"avatarUrl\":\"https://\"}",
      })
  void aBadProfileIsRefused(String body) {
    Answer answer = anybody.user("ann").client().patch(ME, body);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("errors").size()).isEqualTo(1);
  }

  @Test
  void anybodyLoggedInReadsAProfileAndNobodyElseDoes() {
    User ann = anybody.user("ann");
    User bob = anybody.user("bob");

    Answer profile = bob.client().get("/api/v1/users/" + ann.userId());

    assertThat(profile.text("username")).isEqualTo(ann.username());
    assertThat(bob.client().get("/api/v1/users/1").status()).isEqualTo(404);
    assertThat(bob.client().get("/api/v1/users/abc").status()).isEqualTo(404);
    assertThat(bob.client().get("/api/v1/users/99999999999999999999").status()).isEqualTo(404);
    assertThat(anybody.get("/api/v1/users/" + ann.userId()).status()).isEqualTo(401);
  }

  @Test
  void theSearchFindsPrefixesOfNamesAndNicknamesPageByPage() {
    String prefix = "q" + UUID.randomUUID().toString().substring(0, 8);
    User reader = anybody.user("reader");
    for (int i = 0; i < 5; i++) {
      anybody.user(prefix + i);
    }
    for (int i = 0; i < 3; i++) {
      rename(anybody.user("other"), prefix.toUpperCase(Locale.ROOT) + " nick");
    }

    List<String> found = new ArrayList<>();
    int pages = 0;
    String cursor = "";
    do {
      Answer page = reader.client().get("/api/v1/users?query=" + prefix + "&limit=3" + cursor);
      page.json()
          .path("items")
          .valueStream()
          .map(i -> i.path("userId").asString())
          .forEach(found::add);
      JsonNode next = page.json().path("nextCursor");
      cursor = next.isNull() ? "" : "&cursor=" + next.asString();
      pages++;
    } while (!cursor.isEmpty() && pages < 10);

    assertThat(found).hasSize(8).doesNotHaveDuplicates();
    assertThat(pages).isEqualTo(3);
  }

  @Test
  void wildcardsInTheSearchAreOrdinaryCharacters() {
    User ann = anybody.user("ann");
    rename(ann, "100%_" + ann.username());

    assertThat(count(ann, "100%25_" + ann.username())).isEqualTo(1);
    assertThat(count(ann, "%25%25")).isZero();
    assertThat(count(ann, "1__%25_" + ann.username())).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?query=",
        "?query=a&limit=0",
        "?query=a&limit=201",
        "?query=a&limit=x",
        "?query=a&limit=-1",
        "?query=a&cursor=zzz",
        "?query=a&cursor=",
        "?query=a&cursor=%C3%A9",
      })
  void aBadSearchIsRefused(String query) {
    Answer answer = anybody.user("ann").client().get("/api/v1/users" + query);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo("validation_failed");
  }

  private static void rename(User user, String nickname) {
    assertThat(user.client().patch(ME, "{\"nickname\":\"" + nickname + "\"}").status())
        .isEqualTo(200);
  }

  private static int count(User reader, String query) {
    return reader.client().get("/api/v1/users?query=" + query).json().path("items").size();
  }
}
