package io.organza.checkpoint;

import static io.organza.checkpoint.CheckpointFixture.CONFIG;
import static io.organza.checkpoint.CheckpointFixture.PROVENANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.training.TrainingProgress;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full, read-only or gone. */
class DiskFaultTest {

  /** A tenth of the small disk. */
  private static final int VALUES = 25_000;

  @TempDir Path folder;

  private final NDManager root = NDManager.newBaseManager();

  @AfterEach
  void unmount() {
    Path disk = folder.resolve("disk");
    if (Files.exists(disk)) {
      Programs.run("umount", disk.toString());
    }
    root.close();
  }

  @Test
  void aFullDiskHarmsNothingAndIsForgottenOnceThereIsRoom() throws IOException {
    Path run = mount().resolve("run");
    CheckpointStore store = new CheckpointStore(run);
    Path first = save(store, 1_000);
    IOException full = saveUntilItFails(store);

    assertThat(full).hasMessageContaining("No space left on device");
    assertThat(names(run)).noneMatch(name -> name.startsWith("."));
    List<Path> saved = store.list();
    assertThat(store.entries()).allSatisfy(entry -> assertThat(entry.damage()).isNull());
    assertThat(latest(store)).isEqualTo(saved.get(saved.size() - 1));

    for (Path file : files(first)) {
      Files.delete(file);
    }
    Files.delete(first);
    Path next = save(store, 99_000);
    assertThat(latest(store)).isEqualTo(next);
  }

  @Test
  void aReadOnlyDiskHarmsNothing() throws IOException {
    Path disk = mount();
    CheckpointStore store = new CheckpointStore(disk.resolve("run"));
    Path first = save(store, 1_000);
    assumeTrue(remounted(disk, "ro"), "this system mounts nothing read-only");

    assertThatThrownBy(() -> save(store, 2_000)).isInstanceOf(IOException.class);
    assertThat(latest(store)).isEqualTo(first);
    assertThat(remounted(disk, "rw")).isTrue();
    assertThat(latest(store)).isEqualTo(first);
    assertThat(latest(store)).isNotEqualTo(save(store, 2_000));
  }

  @Test
  void aReadOnlyFolderHarmsNothing() throws IOException {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Path run = folder.resolve("run");
    CheckpointStore store = new CheckpointStore(run);
    Path first = save(store, 1_000);
    Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeFalse(Files.isWritable(run), "this user may write everywhere");

    assertThatThrownBy(() -> save(store, 2_000)).isInstanceOf(IOException.class);
    assertThat(names(run)).containsExactly("kimg000001", "latest");
    assertThat(latest(store)).isEqualTo(first);
    Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(latest(store)).isNotEqualTo(save(store, 2_000));
  }

  @Test
  void aFolderThatWasDeletedIsMadeAgain() throws IOException {
    Path run = folder.resolve("above").resolve("run");
    CheckpointStore store = new CheckpointStore(run);
    save(store, 1_000);
    Files.move(folder.resolve("above"), folder.resolve("elsewhere"));
    assertThat(store.prune(1)).isEmpty();
    assertThat(store.entries()).isEmpty();
    Path next = save(store, 2_000);
    assertThat(latest(store)).isEqualTo(next);
    assertThat(names(run)).containsExactly("kimg000002", "latest");
  }

  private IOException saveUntilItFails(CheckpointStore store) throws IOException {
    for (int i = 2; i < 50; i++) {
      try {
        save(store, i * 1000L);
      } catch (IOException e) {
        return e;
      }
    }
    return fail("the disk did not fill up");
  }

  /** Returns a new disk of one MiB. */
  private Path mount() throws IOException {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    boolean mounted = Programs.run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", "" + disk);
    assumeTrue(mounted, "this user may not mount a disk");
    return disk;
  }

  private static boolean remounted(Path disk, String how) {
    return Programs.run("mount", "-o", "remount," + how, disk.toString());
  }

  private Path save(CheckpointStore store, long images) throws IOException {
    TrainingState state = new TrainingState(Map.of("ema/w", root.ones(new Shape(VALUES))));
    state.resume(TrainingProgress.of(images / 10, images));
    return store.save(CONFIG, state, PROVENANCE);
  }

  private static Path latest(CheckpointStore store) throws IOException {
    return store
        .latest(damaged -> fail("damaged: " + damaged.getMessage()))
        .orElseThrow()
        .directory();
  }

  private static List<String> names(Path directory) throws IOException {
    return files(directory).stream().map(file -> file.getFileName().toString()).sorted().toList();
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }
}
