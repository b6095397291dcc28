package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunNamesTest {

  @TempDir Path root;

  private final FolderOptions folders = new FolderOptions();

  @BeforeEach
  void settle() {
    folders.samples = root.resolve("samples");
    folders.checkpoints = root.resolve("checkpoints");
  }

  private String create() {
    try {
      return RunNames.create(folders, "photos", "tiny").name();
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  @Test
  void theNextNumberIsFreeInBothFolders() throws IOException {
    Files.createDirectories(folders.samples.resolve("00004-others-base"));
    Files.createDirectories(folders.checkpoints.resolve("00002-photos-tiny"));
    assertThat(create()).isEqualTo("00005-photos-tiny");
    assertThat(folders.run("00005-photos-tiny").create()).isFalse();
  }

  @Test
  void numbersOfTenDigitsAreTakenInTurnToo() throws IOException {
    Files.createDirectories(folders.samples.resolve("999999999-photos-tiny"));
    assertThat(create()).isEqualTo("1000000000-photos-tiny");
    assertThat(create()).isEqualTo("1000000001-photos-tiny");
  }

  @Test
  void trainingsThatBeginTogetherHaveFoldersOfTheirOwn() {
    List<CompletableFuture<String>> runs = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      runs.add(CompletableFuture.supplyAsync(this::create));
    }
    assertThat(runs.stream().map(CompletableFuture::join)).doesNotHaveDuplicates().hasSize(8);
  }

  /** Windows has no folder whose name ends in one of these. */
  @ParameterizedTest
  @ValueSource(strings = {"flowers ", "flowers.", "a b. ", "flowers\n", "", " flowers"})
  void otherNamesAreRefused(String name) {
    assertThat(RunNames.problems(folders, "--run", name))
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("--run: must be letters, digits, ")
        .endsWith(" got '" + name + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "_", "red flowers", "v1.2", "größe-3_", "00003-flowers-tiny"})
  void namesOfFoldersAreNamesOfRuns(String name) {
    assertThat(RunNames.problems(folders, "--run", name)).isEmpty();
    assertThat(RunNames.problems(folders, "--run", "f" + "o".repeat(99))).isEmpty();
    assertThat(RunNames.problems(folders, "--run", "f" + "o".repeat(100))).hasSize(1);
  }
}
