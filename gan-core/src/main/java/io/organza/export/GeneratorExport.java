package io.organza.export;

import io.organza.checkpoint.Checkpoint;
import io.organza.file.AtomicFile;
import io.organza.file.IoReason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * Writes a checkpoint's averaged generator as a file for other programs, and runs that file: its
 * images must be the checkpoint's.
 */
public final class GeneratorExport {

  /**
   * The most that a value of a pixel, from 0 to 1, may differ from the checkpoint's, before it is
   * rounded to a byte.
   */
  public static final double TOLERANCE = 1e-4;

  private GeneratorExport() {}

  /**
   * Writes a file, at once: until it is checked it has another name. A file that is there already
   * is replaced; in a folder, {@link ExportFormat#DJL}, each file is.
   *
   * @param values how the file's images are written as numbers
   * @return the largest difference between a pixel of 64 images of the file and of the checkpoint,
   *     from 0 to 1; with bytes up to half a level of it is rounding
   * @throws IllegalArgumentException if such files cannot have these values
   * @throws IOException if the file cannot be written, the checkpoint cannot be read, or their
   *     images differ by more than {@link #TOLERANCE} and rounding; then nothing is left
   */
  public static double write(
      Checkpoint checkpoint, ExportFormat format, PixelValues values, Path file)
      throws IOException {
    if (!format.canHave(values)) {
      throw new IllegalArgumentException(format + " cannot have pixels as " + values);
    }
    List<String> problems = checkpoint.config().problems();
    if (!problems.isEmpty()) {
      throw new IOException(checkpoint.directory() + ": " + String.join("; ", problems));
    }
    Map<String, String> metadata = ExportMetadata.of(checkpoint, values);
    try (NetworkFunction generator = new NetworkFunction(checkpoint.config().network())) {
      checkpoint.restore("ema", generator.tensors());
      return format == ExportFormat.DJL
          ? DjlFolder.write(generator, metadata, file)
          : write(generator, metadata, format.target(values), file);
    }
  }

  static double write(
      NetworkFunction generator, Map<String, String> metadata, Target target, Path file)
      throws IOException {
    AtomicFile.deleteLeftovers(file);
    try (AtomicFile whole = AtomicFile.create(file)) {
      try (FileChannel out = FileChannel.open(whole.temporary(), StandardOpenOption.WRITE)) {
        target.write(generator, metadata, out);
      } catch (IOException e) {
        throw new IOException(file + ": " + IoReason.of(e), e);
      }
      double difference = check(generator, target, whole.temporary());
      whole.commit();
      return difference;
    }
  }

  private static double check(NetworkFunction generator, Target target, Path file)
      throws IOException {
    try (ImageFunction written = target.load(file, generator)) {
      double difference = Comparison.largestDifference(generator.options(), generator, written);
      double allowed = target.values().tolerance();
      if (difference <= allowed) {
        return difference;
      }
      throw new IOException(
          "nothing is exported: images differ from the checkpoint's by up to %s, allowed is %s"
              .formatted(difference, allowed));
    }
  }
}
