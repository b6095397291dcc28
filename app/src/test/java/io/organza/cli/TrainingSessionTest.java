package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.organza.GanConfig;
import io.organza.Preset;
import io.organza.data.DataOptions;
import io.organza.data.ImageSource;
import io.organza.metric.FloatCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingSessionTest {

  @TempDir Path root;

  /** As on a full disk, where folders can be made and files cannot. */
  @ParameterizedTest
  @ValueSource(strings = {"run.json", "lock"})
  void aRunThatCannotBeginLeavesItsName(String file) throws IOException {
    Workplace place = new Workplace(root);
    GanConfig config = Preset.TINY.config(DataOptions.of(place.images(3).toString()), 8, 8, 3);
    FolderOptions folders = place.folderOptions();
    CacheOption cache = place.cacheOption();
    try (Console console = Console.unseen();
        ImageSource source = ImageSource.open(config.data())) {
      Datasets.Packed images = Datasets.pack(source, config, cache.open(), console);
      TrainingPlan plan =
          new TrainingPlan(
              config,
              new Goal(1, null),
              RunSettings.DEFAULT,
              images.training(),
              images.holdout(),
              List.of(new MachineOptions().find()),
              Origin.NONE);
      TrainingSession session =
          new TrainingSession(
              plan,
              () -> blocked(folders, file),
              new NextCommands(folders, cache, new MachineOptions()),
              new FloatCache(place.folder("scores")),
              console);
      assertThatThrownBy(session::run).isInstanceOf(IOException.class);
    }
    assertThat(folders.run("blocked").exists()).isFalse();
  }

  /** Makes a run of whose files one cannot be written. */
  private static RunDirectory blocked(FolderOptions folders, String file) throws IOException {
    RunDirectory run = folders.create("blocked", "--run");
    Files.createDirectories(run.checkpoints().resolve(file).resolve("in the way"));
    return run;
  }
}
