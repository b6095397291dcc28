package io.organza.sampling;

import ai.djl.ndarray.NDArray;
import io.organza.checkpoint.Checkpoint;
import io.organza.checkpoint.CheckpointException;
import io.organza.checkpoint.CheckpointPaths;
import io.organza.checkpoint.GeneratorFile;
import io.organza.network.NetworkOptions;
import io.organza.torch.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A trained generator on the disk: the averaged one of a checkpoint, or an exported one.
 *
 * @param name the name of the checkpoint's folder, or of the file without its ending
 * @param network the shape of the network
 * @param classNames what the classes are called, in the order of their labels; may be empty
 * @param precision the number format that it computes in if no other is asked for
 * @param sum the SHA-256 of the file with its tensors
 * @param tensors where its tensors are
 */
public record SavedGenerator(
    String name,
    NetworkOptions network,
    List<String> classNames,
    Precision precision,
    String sum,
    Tensors tensors) {

  public SavedGenerator {
    classNames = List.copyOf(classNames);
  }

  /** Tensors that can be read. */
  @FunctionalInterface
  public interface Tensors {
    /**
     * Replaces the values of live tensors of the same names and shapes.
     *
     * @throws CheckpointException if they are others, or cannot be read
     */
    void restore(Map<String, NDArray> tensors) throws CheckpointException;
  }

  /**
   * Finds what a path means.
   *
   * @param path an exported file; or what {@link CheckpointPaths#open} opens
   * @throws IOException if there is none, or it is damaged
   */
  public static SavedGenerator open(Path path) throws IOException {
    return isExported(path) ? of(GeneratorFile.open(path)) : of(CheckpointPaths.open(path));
  }

  /** Returns whether a path is that of a file, and of none that names a checkpoint. */
  public static boolean isExported(Path path) {
    return Files.isRegularFile(path) && !CheckpointPaths.isName(path);
  }

  /**
   * Returns the averaged generator of a checkpoint.
   *
   * @throws CheckpointException if there is none, or no network can have its shape
   */
  public static SavedGenerator of(Checkpoint checkpoint) throws CheckpointException {
    List<String> problems = checkpoint.config().network().problems();
    if (!problems.isEmpty()) {
      throw new CheckpointException(checkpoint.directory(), String.join("; ", problems));
    }
    return new SavedGenerator(
        lastOf(checkpoint.directory()),
        checkpoint.config().network(),
        checkpoint.config().classNames(),
        checkpoint.config().training().precision(),
        checkpoint.sum("ema"),
        tensors -> checkpoint.restore("ema", tensors));
  }

  /** Returns the generator of a file, which computes in float32 as its readers do. */
  private static SavedGenerator of(GeneratorFile file) throws CheckpointException {
    String name = lastOf(file.path());
    return new SavedGenerator(
        name.substring(0, name.length() - GeneratorFile.ENDING.length()),
        file.network(),
        file.classNames(),
        Precision.FP32,
        file.sum(),
        file::restore);
  }

  private static String lastOf(Path path) {
    return String.valueOf(path.toAbsolutePath().normalize().getFileName());
  }
}
