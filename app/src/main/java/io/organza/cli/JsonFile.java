package io.organza.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.organza.record.RecordJson;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads small files of JSON, which may be damaged. */
final class JsonFile {

  private JsonFile() {}

  /**
   * Returns what is in a file.
   *
   * @throws IllegalArgumentException if it is no JSON, or not even UTF-8
   */
  static JsonNode read(Path file) throws IOException {
    try {
      return RecordJson.parse(Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("it is not UTF-8", e);
    }
  }
}
