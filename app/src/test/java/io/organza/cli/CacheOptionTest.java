package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheOptionTest {

  @Test
  void everySystemHasItsOwnFolder() {
    assertThat(CacheOption.personal("Linux", "home", Map.of()))
        .isEqualTo(Path.of("home", ".cache", "organza"));
    assertThat(CacheOption.personal("Linux", "home", Map.of("XDG_CACHE_HOME", "xdg")))
        .isEqualTo(Path.of("xdg", "organza"));
    assertThat(CacheOption.personal("Mac OS X", "home", Map.of()))
        .isEqualTo(Path.of("home", "Library", "Caches", "organza"));
    assertThat(CacheOption.personal("Windows 11", "home", Map.of("LOCALAPPDATA", "local")))
        .isEqualTo(Path.of("local", "organza", "cache"));
  }
}
