package io.organza.checkpoint;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.organza.ConfigLayers;
import io.organza.file.Sha256;
import io.organza.network.NetworkOptions;
import io.organza.record.RecordJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An exported generator: a safetensors file of its tensors, which says in its metadata what network
 * they are of.
 */
public final class GeneratorFile {

  /** What the metadata calls the format; it rises when what programs must know changes. */
  public static final String FORMAT = "organza-generator-1";

  /** How the names of such files end. */
  public static final String ENDING = ".safetensors";

  private final Path path;
  private final Description description;

  private GeneratorFile(Path path, Description description) {
    this.path = path;
    this.description = description;
  }

  /** What is read of the metadata. */
  private record Description(NetworkOptions network, List<String> classes) {

    List<String> problems() {
      List<String> problems = new ArrayList<>(network.problems());
      if (!classes.isEmpty() && classes.size() != network.classes()) {
        problems.add(
            "classes: expected %d names, found %d".formatted(network.classes(), classes.size()));
      }
      return problems;
    }
  }

  /** Returns whether a file is called like one, in small letters or capitals. */
  public static boolean isName(String path) {
    return path.toLowerCase(Locale.ROOT).endsWith(ENDING);
  }

  /**
   * Opens a file, and reads all but the tensors.
   *
   * @throws CheckpointException if it is no such file
   */
  public static GeneratorFile open(Path path) throws CheckpointException {
    if (!isName(path.toString())) {
      throw new CheckpointException(
          path, "expected a checkpoint's folder, or a file of export --format safetensors");
    }
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      return new GeneratorFile(path, description(file.metadata()));
    } catch (IOException | IllegalArgumentException e) {
      throw CheckpointException.of(path, e);
    }
  }

  private static Description description(Map<String, String> metadata) throws IOException {
    String format = metadata.getOrDefault("format", "none");
    if (!format.equals(FORMAT)) {
      throw new IOException("expected the format %s, found %s".formatted(FORMAT, format));
    }
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    for (String key : List.of("network", "classes")) {
      tree.set(key, RecordJson.parse(metadata.getOrDefault(key, "null")));
    }
    if (tree.path("network") instanceof ObjectNode network) {
      ConfigLayers.replaceGivenUpKeys(network);
      network.putIfAbsent("generatorNoise", BooleanNode.FALSE); // Earlier files do not say.
      network.putIfAbsent("smoothedStages", IntNode.valueOf(0));
      network.putIfAbsent("modulated", BooleanNode.FALSE);
    }
    Description description = RecordJson.read(tree, Description.class);
    List<String> problems = description.problems();
    if (!problems.isEmpty()) {
      throw new IOException(String.join("; ", problems));
    }
    return description;
  }

  /** Returns the path, as it was given. */
  public Path path() {
    return path;
  }

  /** Returns the shape of the network. */
  public NetworkOptions network() {
    return description.network();
  }

  /** Returns what the classes are called, in the order of their labels; none if that is unknown. */
  public List<String> classNames() {
    return description.classes();
  }

  /**
   * Returns the SHA-256 of the file, in lower-case hexadecimal.
   *
   * @throws CheckpointException if it cannot be read
   */
  public String sum() throws CheckpointException {
    try {
      return Sha256.of(path);
    } catch (IOException e) {
      throw CheckpointException.of(path, e);
    }
  }

  /**
   * Replaces the values of a generator's tensors, in place.
   *
   * @param tensors the live tensors, by name
   * @throws CheckpointException if their names, shapes and types are not exactly those of the file:
   *     then nothing was changed; or if it cannot be read to its end
   */
  public void restore(Map<String, NDArray> tensors) throws CheckpointException {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      List<String> differences = Checkpoint.differences("", file.shapes(), tensors);
      if (!differences.isEmpty()) {
        throw Checkpoint.otherTensors(path, differences);
      }
      file.readInto(tensors);
    }
  }
}
