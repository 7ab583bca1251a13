package io.gostacker.common.shardlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisURI;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisSettingsTest {

  private static RedisSettings at(String url) {
    return new RedisSettings(URI.create(url), Duration.ofSeconds(1), true);
  }

  @Test
  void oneServerIsConnectedTo() {
    RedisSettings settings = at("redis://:secret@db:6380/2");
    assertThat(settings.isCluster()).isFalse();
    assertThat(settings.uris())
        .singleElement()
        .satisfies(uri -> {
          assertThat(uri.getHost()).isEqualTo("db");
          assertThat(uri.getPort()).isEqualTo(6380);
          assertThat(uri.getDatabase()).isEqualTo(2);
          assertThat(uri.getTimeout()).isEqualTo(Duration.ofSeconds(1));
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis-cluster", "rediss-cluster"})
  void anyNodesOfAClusterAreNamed(String scheme) {
    RedisSettings settings = at(scheme + "://user:secret@a:7000,b:7001,c:7002");
    assertThat(settings.isCluster()).isTrue();
    assertThat(settings.uris()).extracting(RedisURI::getHost).containsExactly("a", "b", "c");
    assertThat(settings.uris()).extracting(RedisURI::getPort).containsExactly(7000, 7001, 7002);
    assertThat(settings.uris())
        .extracting(RedisURI::isSsl)
        .containsOnly(scheme.equals("rediss-cluster"));
    assertThat(settings.uris().getFirst().getCredentialsProvider()).isNotNull(); // the same for all
    assertThat(settings.toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis-cluster://a:7000", "redis-sentinel://a:26379#kept"})
  void whatFailsOverKeepsMessagesInMySqlOrIsRefused(String url) {
    RedisSettings settings = at(url);
    assertThatThrownBy(() -> settings.check(Durability.REDIS))
        .isInstanceOf(UnfitRedisException.class)
        .hasMessageContaining("gostacker.durability: mysql");
    assertThatCode(() -> settings.check(Durability.MYSQL)).doesNotThrowAnyException();
    assertThatCode(() -> at("redis://a:6379").check(Durability.REDIS)).doesNotThrowAnyException();
  }

  @Test
  void otherSchemesAreRefused() {
    assertThatThrownBy(() -> at("http://a:6379")).hasMessageContaining("redis-cluster://");
  }
}
