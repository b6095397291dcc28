package io.organza.checkpoint;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Says that a checkpoint, or a run's directory of them, cannot be used: which path, what was
 * expected and what was found.
 *
 * <p>A message holds what was read from damaged or forged files, so it is cut off at a few thousand
 * characters, and none of them steers a terminal.
 */
public final class CheckpointException extends IOException {

  private static final long serialVersionUID = 1;

  private static final int LONGEST = 16_000;

  private final String problem;

  /** Creates an exception about the checkpoint, or file of one, with the given path. */
  public CheckpointException(Path path, String problem) {
    super(path + ": " + printable(problem));
    this.problem = printable(problem);
  }

  private CheckpointException(Path path, String problem, Throwable cause) {
    super(path + ": " + printable(problem), cause);
    this.problem = printable(problem);
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

  /** Returns the message without the path. */
  String problem() {
    return problem;
  }

  private static String printable(String text) {
    String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    return cut.replaceAll("[\\p{Cntrl}&&[^\n]]", "?");
  }
}
