package io.organza.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.GanConfig;
import io.organza.record.AnyRecord;
import io.organza.training.Recoveries;
import io.organza.training.TrainingProgress;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Trainings to save, and damage to do to what was saved. */
final class CheckpointFixture {

  static final GanConfig CONFIG = AnyRecord.of(GanConfig.class);

  static final Provenance PROVENANCE =
      new Provenance(
          "0123abcd",
          Map.of("organza", "0.1", "djl", "0.35.1"),
          Map.of("threads", "2", "device", "cpu"),
          List.of("began", "resumed"));

  private CheckpointFixture() {}

  /** Returns a state with tensors of every group and rank, filled from the given value on. */
  static TrainingState state(NDManager manager, long images, float first) {
    Map<String, NDArray> tensors = new TreeMap<>();
    for (String network : List.of("generator", "ema", "discriminator")) {
      tensors.put(network + "/stem.basis", manager.arange(8f).reshape(2, 1, 2, 2));
      tensors.put(network + "/to.image", manager.arange(12f).reshape(3, 4));
    }
    tensors.put("generator-adam/stem.basis.m", manager.arange(3f));
    tensors.put("discriminator-adam/count", manager.create(1f));
    tensors.values().forEach(tensor -> tensor.addi(first));
    tensors.forEach((name, tensor) -> tensor.setRequiresGradient(name.startsWith("generator/")));
    TrainingState state = new TrainingState(tensors);
    state.resume(progress(images));
    return state;
  }

  /** Returns the progress of a state with so many images. */
  static TrainingProgress progress(long images) {
    List<Long> classImages = List.of(images / 2, 0L, images / 4);
    return new TrainingProgress(images / 10, images, Recoveries.NONE, 0.25, -1.5, classImages);
  }

  /** Returns a state with one small tensor. */
  static TrainingState small(NDManager manager, long images) {
    NDArray tensor = manager.create(new float[] {images, -1}, new Shape(2));
    TrainingState state = new TrainingState(Map.of("ema/w", tensor));
    state.resume(TrainingProgress.of(images / 10, images));
    return state;
  }

  static Map<String, float[]> values(TrainingState state) {
    return state.tensors().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().toFloatArray()));
  }

  /** Replaces text in a file of a checkpoint, and puts the new sums into SHA256SUMS. */
  static void forge(Path checkpoint, String name, String from, String to) throws IOException {
    Path file = checkpoint.resolve(name);
    String text = Files.readString(file);
    if (!text.contains(from)) {
      throw new IllegalArgumentException("no '" + from + "' in " + text);
    }
    Files.writeString(file, text.replace(from, to));
    sum(checkpoint);
  }

  /** Writes SHA256SUMS anew. */
  static void sum(Path checkpoint) throws IOException {
    StringBuilder sums = new StringBuilder();
    try (Stream<Path> files = Files.list(checkpoint)) {
      for (Path file : files.sorted().toList()) {
        if (!file.endsWith("SHA256SUMS")) {
          sums.append(sha256(file)).append("  ").append(file.getFileName()).append('\n');
        }
      }
    }
    Files.write(checkpoint.resolve("SHA256SUMS"), sums.toString().getBytes(UTF_8));
  }

  static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
