package io.organza.cli;

import java.util.List;

/** Arguments that cannot be followed; each problem names the option and the value. */
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1;

  UsageException(String problem) {
    super(problem);
  }

  UsageException(List<String> problems) {
    super(String.join("\n", problems));
  }

  /** Throws if there are any problems. */
  static void check(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
  }
}
