package io.organza.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The terminal that the process was started from. */
final class Terminal {

  /** The columns of a terminal that does not tell them. */
  static final int USUAL_COLUMNS = 80;

  private Terminal() {}

  /** Returns whether a line may be redrawn on a terminal that calls itself so in {@code TERM}. */
  static boolean redraws(@Nullable String name) {
    return !"dumb".equals(name);
  }

  /** Asks the terminal for its width. */
  static int columns() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (InputStream answer = stty.getInputStream()) {
        return columns(new String(answer.readAllBytes(), US_ASCII));
      }
    } catch (IOException e) {
      return USUAL_COLUMNS; // Windows has none, and there it is not asked.
    }
  }

  /** Returns the columns of an answer such as {@code 24 80}: rows and columns. */
  static int columns(String answer) {
    String[] size = answer.strip().split(" ", -1);
    boolean told = size.length == 2 && size[1].matches("[1-9]\\d{0,3}");
    return told ? Integer.parseInt(size[1]) : USUAL_COLUMNS;
  }
}
