package io.organza.cli;

import ai.djl.Device;
import io.organza.record.RecordJson;
import io.organza.sampling.SavedGenerator;
import io.organza.sampling.Truncation;
import io.organza.torch.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What made the images in a folder: with the seed and the class, which are in a file's name, all
 * that decides what an image looks like.
 *
 * @param checkpoint the name of the checkpoint's folder, or of the exported file
 * @param weights the SHA-256 of the file with the generator's tensors
 * @param device {@code cpu} or {@code gpu}
 * @param precision the number format of the network
 * @param truncation psi
 * @param latents the SHA-256 of the file of the latents; empty if they are those of seeds
 */
record GeneratedBy(
    String checkpoint,
    String weights,
    String device,
    Precision precision,
    double truncation,
    String latents) {

  static GeneratedBy of(
      SavedGenerator generator,
      Device device,
      Precision precision,
      Truncation truncation,
      String latents) {
    return new GeneratedBy(
        generator.name(),
        generator.sum(),
        device.isGpu() ? "gpu" : "cpu",
        precision,
        truncation.psi(),
        latents);
  }

  /**
   * Reads what {@link #toJson} writes.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  static GeneratedBy fromJson(String json) {
    return RecordJson.read(json, GeneratedBy.class);
  }

  String toJson() {
    return RecordJson.write(this);
  }

  /** Returns in what this differs from another. */
  List<String> differences(GeneratedBy other) {
    List<String> differences = new ArrayList<>();
    if (!weights.equals(other.weights)) {
      add(differences, "checkpoint", checkpoint, other.checkpoint);
    }
    if (!device.equals(other.device)) {
      add(differences, "device", device, other.device);
    }
    if (precision != other.precision) {
      add(differences, "precision", Choices.word(precision), Choices.word(other.precision));
    }
    if (truncation != other.truncation) {
      add(differences, "truncation", truncation, other.truncation);
    }
    if (!latents.equals(other.latents)) {
      add(differences, "latents", of(latents), of(other.latents));
    }
    return differences;
  }

  private static String of(String latents) {
    return latents.isEmpty() ? "of seeds" : "of file " + latents.substring(0, 8);
  }

  private static void add(List<String> differences, String what, Object own, Object others) {
    String also = Objects.equals(own, others) ? "another " : "";
    differences.add("%s %s%s, not %s".formatted(what, also, own, others));
  }
}
