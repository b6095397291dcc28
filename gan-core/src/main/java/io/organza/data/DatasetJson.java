package io.organza.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.organza.file.IoReason;
import io.organza.record.RecordJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The file in which StyleGAN's dataset tool keeps labels: {@code {"labels":
 * [["00000/img00000000.png", 6], ...]}}, or null instead of the list.
 */
final class DatasetJson {

  /** What the tool calls it. */
  static final String NAME = "dataset.json";

  private DatasetJson() {}

  /** Reads a file whole. */
  @FunctionalInterface
  interface Content {
    byte[] read() throws IOException;
  }

  /**
   * Returns the labels by the paths of images; nothing if the file says nothing of labels, and may
   * be another program's.
   *
   * @param file its path, for messages
   * @param folder where the paths in it begin: nothing, or a path that ends with a slash
   * @throws DataException if it is malformed, or cannot be read
   */
  static Optional<Map<String, Integer>> read(String file, String folder, Content content)
      throws DataException {
    JsonNode labels = tree(file, content).path("labels");
    if (labels.isMissingNode()) {
      return Optional.empty();
    }
    if (!labels.isArray() && !labels.isNull()) {
      throw new DataException(
          "%s: labels must be a list or null, got %.60s".formatted(file, labels));
    }
    Map<String, Integer> numbers = new LinkedHashMap<>();
    for (JsonNode pair : labels) {
      put(file, folder, pair, numbers);
    }
    return Optional.of(numbers);
  }

  private static void put(String file, String folder, JsonNode pair, Map<String, Integer> numbers)
      throws DataException {
    if (!pair.isArray() || pair.size() != 2 || !pair.path(0).isTextual()) {
      throw new DataException(
          "%s: each of the labels must be [path, number], got %.60s".formatted(file, pair));
    }
    String path = pair.path(0).textValue();
    JsonNode number = pair.path(1);
    if (!number.isInt() || number.intValue() < 0) {
      throw new DataException(
          "%s: the label of %s must be a whole number from 0, got %.60s"
              .formatted(file, path, number));
    }
    Integer other = numbers.put(Labels.plain(folder + path), number.intValue());
    if (other != null && other != number.intValue()) {
      throw new DataException(
          "%s: two labels for %s, %s and %s".formatted(file, path, other, number));
    }
  }

  private static JsonNode tree(String file, Content content) throws DataException {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(content.read());
      return RecordJson.parse(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (NoSuchFileException e) {
      throw new DataException("labels: no such file: " + file, e);
    } catch (CharacterCodingException e) {
      throw new DataException(file + " cannot be read: it is not UTF-8", e);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + IoReason.of(e), e);
    } catch (IllegalArgumentException e) {
      throw new DataException(file + ": " + e.getMessage(), e);
    }
  }
}
