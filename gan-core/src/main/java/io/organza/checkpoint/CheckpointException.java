package io.organza.checkpoint;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Says that a checkpoint cannot be used: which path, what was expected and what was found. */
public final class CheckpointException extends IOException {

  private static final long serialVersionUID = 1;

  CheckpointException(Path path, String problem) {
    super(path + ": " + problem);
  }

  private CheckpointException(Path path, String problem, Throwable cause) {
    super(path + ": " + problem, cause);
  }

  /** Returns the exception as one about the file with the given path. */
  static CheckpointException of(Path path, Exception cause) {
    if (cause instanceof CheckpointException known) {
      return known;
    }
    if (cause instanceof NoSuchFileException) {
      return new CheckpointException(path, "expected a file, found none", cause);
    }
    if (cause instanceof CharacterCodingException) {
      return new CheckpointException(path, "expected text in UTF-8, found other bytes", cause);
    }
    return new CheckpointException(path, String.valueOf(cause.getMessage()), cause);
  }
}
