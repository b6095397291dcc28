package io.organza.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.organza.data.PackCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloatCacheTest {

  @TempDir Path folder;

  @Test
  void whatWasWrittenIsReadUnderItsKeyOnly() throws IOException {
    FloatCache cache = new FloatCache(folder.resolve("new"));
    assertThat(cache.read("a")).isEmpty();
    float[] values = {1.5f, Float.MIN_VALUE, -0f, Float.POSITIVE_INFINITY};
    cache.write("a", values);
    cache.write("b", new float[0]);
    assertThat(cache.read("a")).hasValueSatisfying(read -> assertThat(read).isEqualTo(values));
    assertThat(cache.read("b")).hasValueSatisfying(read -> assertThat(read).isEmpty());
    assertThat(cache.read("c")).isEmpty();
    cache.write("a", new float[] {2});
    assertThat(cache.read("a")).hasValueSatisfying(read -> assertThat(read).containsExactly(2));
  }

  @Test
  void whatIsDamagedIsNotRead() throws IOException {
    FloatCache cache = new FloatCache(folder);
    cache.write("a", new float[] {1, 2, 3});
    Path file = onlyFile();
    byte[] bytes = Files.readAllBytes(file);
    for (int damaged = 0; damaged < bytes.length; damaged++) {
      byte[] copy = bytes.clone();
      copy[damaged] ^= 1;
      Files.write(file, copy);
      assertThat(cache.read("a")).as("byte " + damaged).isEmpty();
      Files.write(file, Arrays.copyOf(bytes, damaged));
      assertThat(cache.read("a")).as("cut to " + damaged).isEmpty();
    }
  }

  @Test
  void whatCannotBeKeptIsNotKept() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    FloatCache cache = new FloatCache(file);
    cache.write("a", new float[] {1});
    assertThat(cache.read("a")).isEmpty();
    assertThat(file).isEmptyFile();
  }

  @Test
  void thePackCacheListsAndDeletesIt() throws IOException {
    PackCache packs = new PackCache(folder, Long.MAX_VALUE);
    FloatCache cache = new FloatCache(packs.scores());
    cache.write("a", new float[5]);
    Path file = packs.list().get(0).file();
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    assertThat(cache.read("a")).isPresent();
    assertThat(packs.list().get(0).used()).isAfter(Instant.EPOCH);
    assertThat(packs.clear()).isEqualTo(32 + 5 * 4);
    assertThat(cache.read("a")).isEmpty();
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.reduce((a, b) -> folder).orElseThrow();
    }
  }
}
