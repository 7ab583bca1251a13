package io.gostacker.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinaryCacheTest {
  private static final String RESOURCE = "redis-server-6.2.6-v5-linux-amd64";
  private static final BinaryCache.Bundle BUNDLE =
      new BinaryCache.Bundle("Redis", "redis-x", "", RESOURCE, List.of(RESOURCE), "redis-server");

  @TempDir Path folder;

  @Test
  void unpacksOnceAndSaysSo() {
    List<String> said = new ArrayList<>();
    BinaryCache cache = new BinaryCache(folder, said::add);
    assertThat(cache.unpacked(BUNDLE).resolve("redis-server")).isExecutable();
    cache.unpacked(BUNDLE);
    assertThat(said).containsExactly("Unpacking Redis to " + folder.resolve("redis-x"));
  }

  @Test
  void unpacksAgainWhatIsNotWholeAndRemovesWhatTheKilledLeft() throws IOException {
    BinaryCache cache = new BinaryCache(folder, line -> {});
    Path program = cache.unpacked(BUNDLE).resolve("redis-server");
    long size = Files.size(program);
    Files.write(program, new byte[10]);
    Path ofTheDead =
        Files.createDirectories(folder.resolve("redis-x." + Integer.MAX_VALUE + ".abc.part/sub"));
    Path ofTheLiving =
        Files.createDirectories(
            folder.resolve("redis-x." + ProcessHandle.current().pid() + ".abc.part"));
    assertThat(cache.unpacked(BUNDLE).resolve("redis-server")).hasSize(size);
    assertThat(ofTheDead).doesNotExist();
    assertThat(ofTheLiving).exists();
  }

  @Test
  void saysThatAPlatformHasNoEmbeddedServer() {
    BinaryCache.Bundle none =
        new BinaryCache.Bundle("MariaDB", "m", "", "none", List.of("none"), "none");
    assertThatThrownBy(() -> new BinaryCache(folder, line -> {}).unpacked(none))
        .hasMessageContaining("There is no embedded MariaDB for")
        .hasMessageContaining("give the address of a running one");
  }
}
