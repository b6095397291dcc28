package io.organza.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.organza.GanConfig;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A checkpoint on the disk whose files were found intact. */
public final class Checkpoint {

  private final Path directory;
  private final Checksums sums;
  private final CheckpointState state;
  private final GanConfig config;

  private Checkpoint(Path directory) throws CheckpointException {
    this.directory = directory;
    this.sums = Checksums.read(directory);
    sums.verify(directory, List.of(CheckpointWriter.CONFIG_FILE, CheckpointState.FILE));
    this.state = CheckpointState.read(directory);
    this.config = readConfig(directory.resolve(CheckpointWriter.CONFIG_FILE));
  }

  /**
   * Opens the checkpoint in a directory: checks every file's sum and the format's version, and
   * reads all but the tensors.
   *
   * <p>Whether the configuration's values make sense is not checked, see {@link
   * GanConfig#problems}.
   *
   * @throws CheckpointException if there is no checkpoint, or it is damaged, or of another format
   */
  public static Checkpoint open(Path directory) throws CheckpointException {
    if (!Files.isDirectory(directory)) {
      throw new CheckpointException(directory, "expected a checkpoint's directory, found none");
    }
    return new Checkpoint(directory);
  }

  /** Returns the directory, as it was given. */
  public Path directory() {
    return directory;
  }

  /** Returns the configuration of the run. */
  public GanConfig config() {
    return config;
  }

  /** Returns the number of steps taken. */
  public long steps() {
    return state.steps();
  }

  /** Returns the number of real images that the discriminator was shown. */
  public long images() {
    return state.images();
  }

  /** Returns when it was saved, to the second. */
  public Instant savedAt() {
    return state.savedInstant();
  }

  /** Returns what was trained on, with which versions, and what happened so far. */
  public Provenance provenance() {
    return state.provenance();
  }

  /**
   * Returns the SHA-256 of a group's tensors, in lower-case hexadecimal.
   *
   * @param group the part of a tensor's name before the slash, for example {@code ema}
   * @throws CheckpointException if it has no such group
   */
  public String sum(String group) throws CheckpointException {
    String sum = sums.byName().get(TensorGroups.file(group));
    if (sum == null) {
      throw new CheckpointException(directory, "expected tensors called " + group + ", found none");
    }
    return sum;
  }

  /**
   * Returns the shapes of all tensors, by group and name.
   *
   * @throws CheckpointException if a file cannot be read
   */
  public SortedMap<String, Map<String, Shape>> shapes() throws CheckpointException {
    SortedMap<String, Map<String, Shape>> shapes = new TreeMap<>();
    for (String group : groups()) {
      shapes.put(group, shapes(group));
    }
    return shapes;
  }

  /**
   * Returns all tensors, by group and in the order of their files; reads every value, a few at a
   * time, without native code.
   *
   * @throws CheckpointException if a file cannot be read
   */
  public List<SavedTensor> tensors() throws CheckpointException {
    List<SavedTensor> tensors = new ArrayList<>();
    for (String group : groups()) {
      try (SafetensorsFile file = SafetensorsFile.open(file(group))) {
        tensors.addAll(file.tensors(group));
      }
    }
    return List.copyOf(tensors);
  }

  /**
   * Replaces the values of all of a training's tensors, in place, and its progress.
   *
   * @param target the state of a training with the same networks
   * @throws CheckpointException if the tensors' names, shapes and types are not exactly those of
   *     the checkpoint: then nothing was changed, and every difference is told; or if a file cannot
   *     be read to its end: then the state is of no more use
   */
  public void restore(TrainingState target) throws CheckpointException {
    SortedMap<String, SortedMap<String, NDArray>> groups = TensorGroups.of(target.tensors());
    groups().forEach(group -> groups.putIfAbsent(group, new TreeMap<>()));
    replace(groups);
    target.resume(state.progress());
  }

  /**
   * Replaces the values of one group's tensors, in place.
   *
   * @param group the part of a tensor's name before the slash, for example {@code ema}
   * @param tensors the live tensors, by the part of their names after the slash
   * @throws CheckpointException as {@link #restore(TrainingState)}
   */
  public void restore(String group, Map<String, NDArray> tensors) throws CheckpointException {
    replace(Map.of(group, tensors));
  }

  private void replace(Map<String, ? extends Map<String, NDArray>> groups)
      throws CheckpointException {
    List<String> differences = new ArrayList<>();
    for (var group : groups.entrySet()) {
      String prefix = group.getKey() + "/";
      differences.addAll(differences(prefix, shapes(group.getKey()), group.getValue()));
    }
    if (!differences.isEmpty()) {
      throw otherTensors(directory, differences);
    }
    for (var group : groups.entrySet()) {
      if (!group.getValue().isEmpty()) {
        try (SafetensorsFile file = SafetensorsFile.open(file(group.getKey()))) {
          file.readInto(group.getValue());
        }
      }
    }
  }

  /** Returns the shapes of a group's tensors, none if the checkpoint does not have the group. */
  private Map<String, Shape> shapes(String group) throws CheckpointException {
    if (!sums.byName().containsKey(TensorGroups.file(group))) {
      return Map.of();
    }
    try (SafetensorsFile file = SafetensorsFile.open(file(group))) {
      return file.shapes();
    }
  }

  private List<String> groups() {
    return sums.byName().keySet().stream()
        .filter(TensorGroups::isFile)
        .map(TensorGroups::group)
        .toList();
  }

  private Path file(String group) {
    return directory.resolve(TensorGroups.file(group));
  }

  /**
   * Returns in what a file's tensors differ from live ones.
   *
   * @param prefix what stands before their names
   */
  static List<String> differences(
      String prefix, Map<String, Shape> found, Map<String, NDArray> expected) {
    SortedSet<String> names = new TreeSet<>(found.keySet());
    names.addAll(expected.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      NDArray tensor = expected.get(name);
      String wanted = tensor == null ? "none" : describe(tensor.getShape(), tensor.getDataType());
      Shape shape = found.get(name);
      String got = shape == null ? "none" : describe(shape, DataType.FLOAT32);
      if (!wanted.equals(got)) {
        differences.add(prefix + name + ": expected " + wanted + ", found " + got);
      }
    }
    return differences;
  }

  static CheckpointException otherTensors(Path path, List<String> differences) {
    return new CheckpointException(
        path, "other tensors than expected:\n" + String.join("\n", differences));
  }

  private static String describe(Shape shape, DataType type) {
    return type + " " + shape;
  }

  private static GanConfig readConfig(Path file) throws CheckpointException {
    try {
      return GanConfig.fromEarlierJson(RegularFiles.readText(file, RegularFiles.LONGEST_JSON));
    } catch (IOException | IllegalArgumentException e) {
      throw CheckpointException.of(file, e);
    }
  }
}
