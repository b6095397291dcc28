package io.organza.torch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stack trace that PyTorch gives as a message where TorchScript fails: our own operations, or
 * somebody else's. It begins with the same words whatever went wrong; that comes last.
 */
public final class ScriptTrace {

  private static final String CAUSE = "RuntimeError: ";

  private ScriptTrace() {}

  /** Returns what went wrong: the cause of a script's failure, else the message's first line. */
  public static String reason(@Nullable String message) {
    List<String> lines = String.valueOf(message).lines().toList();
    return lines.stream()
        .filter(line -> line.startsWith(CAUSE))
        .map(line -> line.substring(CAUSE.length()))
        .findFirst()
        .orElse(lines.isEmpty() ? "" : lines.get(0));
  }
}
