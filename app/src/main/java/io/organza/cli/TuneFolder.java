package io.organza.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.organza.GanConfig;
import io.organza.checkpoint.RunLock;
import io.organza.file.AtomicFile;
import io.organza.metric.FloatCache;
import io.organza.record.RecordJson;
import io.organza.tuning.Measures;
import io.organza.tuning.Tournament;
import io.organza.tuning.Trial;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A folder that processes, also of several machines, share to try settings together.
 *
 * <p>{@code tune.json} is the plan. Each trial's run has its files in {@code samples} and {@code
 * checkpoints}, and in {@code trials} a folder with a result for each rung that it has done, and
 * with the lock of whoever trains it: the system's own, which ends with its process.
 */
final class TuneFolder {

  private static final String PLAN = "tune.json";
  private static final String FEATURES_BEFORE = "of an earlier version";
  private static final long PAUSE_MILLIS = 500;

  /** The right to do a trial, until it is closed. */
  record Claim(Trial trial, RunLock lock) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      lock.close();
    }
  }

  private final Path folder;

  TuneFolder(Path folder) {
    this.folder = folder;
  }

  Path path() {
    return folder;
  }

  /** Returns the plan that is followed here; nothing if there is none yet. */
  Optional<TunePlan> plan() throws IOException {
    Path file = folder.resolve(PLAN);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode plan = JsonFile.read(file);
      if (plan instanceof ObjectNode keys && plan.path("base") instanceof ObjectNode base) {
        // An earlier version did not write all keys.
        keys.set("base", RecordJson.tree(GanConfig.fromEarlierJson(base.toString())));
        keys.putIfAbsent("features", TextNode.valueOf(FEATURES_BEFORE));
      }
      return Optional.of(RecordJson.read(plan, TunePlan.class));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage());
    }
  }

  /**
   * Makes a plan the folder's, unless it has one: then it must be the same, but for the place of
   * the images and their labels, which may be another on another machine.
   *
   * @param proposal the plan, which may depend on the one that is there: none comes between
   */
  TunePlan follow(IoSupplier<TunePlan> proposal) throws IOException {
    return alone(
        () -> {
          TunePlan plan = proposal.get();
          Optional<TunePlan> before = plan();
          if (before.isEmpty()) {
            AtomicFile.write(folder.resolve(PLAN), RecordJson.write(plan));
          } else {
            UsageException.check(differences(before.get(), plan));
          }
          return plan;
        });
  }

  /** Does what only one process may do at a time in this folder, when it is its turn. */
  <T> T alone(IoSupplier<T> work) throws IOException {
    Optional<RunLock> lock = RunLock.tryAcquire(folder);
    while (lock.isEmpty()) {
      pause();
      lock = RunLock.tryAcquire(folder);
    }
    try {
      return work.get();
    } finally {
      lock.get().close();
    }
  }

  private List<String> differences(TunePlan before, TunePlan now) {
    List<String> differences = new ArrayList<>();
    differ(differences, "features", before.features(), now.features());
    differ(differences, "images", before.contentHash(), now.contentHash());
    differ(differences, "settings", before.settings(), now.settings());
    differ(differences, "folds", before.folds(), now.folds());
    differ(differences, "kimg", before.halving().kimg(), now.halving().kimg());
    differ(differences, "rungs", before.halving().rungs(), now.halving().rungs());
    differ(differences, "eta", before.halving().eta(), now.halving().eta());
    ConfigChange.between(before.base(), now.base()).stream()
        .filter(change -> !change.isMove())
        .forEach(change -> differ(differences, change.key(), change.before(), change.after()));
    return differences;
  }

  private void differ(List<String> differences, String what, Object before, Object now) {
    if (!before.equals(now)) {
      differences.add(
          "--folder: %s was begun with %s %s, got %s: name another folder"
              .formatted(folder, what, before, now));
    }
  }

  /** Returns where the runs of the trials are. */
  FolderOptions runs() {
    FolderOptions runs = new FolderOptions();
    runs.samples = folder.resolve("samples");
    runs.checkpoints = folder.resolve("checkpoints");
    return runs;
  }

  /**
   * Returns what is kept for scores: here, so that all trials are judged by the same features,
   * which one process learns {@link #alone}.
   */
  FloatCache scores() {
    return new FloatCache(folder.resolve("scores"));
  }

  /** Returns how it stands, by all results that there are. */
  Tournament tournament(TunePlan plan) throws IOException {
    Map<Trial, Measures> results = new HashMap<>();
    for (int setting = 0; setting < plan.settings().size(); setting++) {
      for (int fold = 0; fold < plan.folds(); fold++) {
        for (int rung = 0; rung < plan.halving().rungs(); rung++) {
          Trial trial = new Trial(setting, rung, fold);
          Path file = result(plan, trial);
          if (Files.exists(file)) {
            results.put(trial, read(file));
          }
        }
      }
    }
    return new Tournament(plan.settings().size(), plan.folds(), plan.halving(), results);
  }

  /** Takes the first of the trials that nobody else does; nothing if there is none. */
  Optional<Claim> claim(TunePlan plan, List<Trial> trials) throws IOException {
    for (Trial trial : trials) {
      Path file = result(plan, trial);
      Optional<RunLock> lock = RunLock.tryAcquire(Folders.of(file));
      if (lock.isPresent()) {
        if (!Files.exists(file)) {
          return Optional.of(new Claim(trial, lock.get()));
        }
        lock.get().close();
      }
    }
    return Optional.empty();
  }

  /** Keeps what a claimed trial came to. */
  void keep(TunePlan plan, Trial trial, Measures measures) throws IOException {
    AtomicFile.write(result(plan, trial), StatsWriter.json(measures) + "\n");
  }

  /** Waits until others may have come further. */
  static void pause() throws IOException {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted while waiting").initCause(e);
    }
  }

  private Path result(TunePlan plan, Trial trial) {
    return folder
        .resolve("trials")
        .resolve(plan.runName(trial))
        .resolve("rung%d.json".formatted(trial.rung()));
  }

  /** Reads what was not measured as NaN, which JSON has not; but the score must be there. */
  private static Measures read(Path file) throws IOException {
    try {
      JsonNode tree = JsonFile.read(file);
      if (!tree.path("score").isNumber() && !tree.path("score").isNull()) {
        throw new IllegalArgumentException("score: must be a number or null");
      }
      return new Measures(
          number(tree.get("score")),
          number(tree.get("weightNorm")),
          number(tree.get("gap")),
          number(tree.get("discriminatorGradient")),
          number(tree.get("generatorGradient")),
          number(tree.get("discriminatorClipped")),
          number(tree.get("generatorClipped")));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s: %s; if it is deleted, the trial is done again".formatted(file, e.getMessage()));
    }
  }

  private static double number(@Nullable JsonNode value) {
    return value == null || !value.isNumber() ? Double.NaN : value.doubleValue();
  }
}
