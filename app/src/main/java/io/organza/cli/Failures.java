package io.organza.cli;

import ai.djl.TrainingDivergedException;
import io.organza.data.CacheException;
import io.organza.data.LabelsException;
import io.organza.torch.OutOfMemory;
import io.organza.torch.ScriptTrace;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into a line for a person and an exit code. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

  private static final String ENCODING = System.getProperty("sun.jnu.encoding", "UTF-8");

  /** Options on which depends how much memory a command needs. */
  private static final List<String> MEMORY =
      List.of("--micro-batch", "--batch", "--resolution", "--preset");

  private final Console console;

  Failures(Console console) {
    this.console = console;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    String message = firstLine(e.getMessage());
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      if (!Collections.disjoint(suggestions, unmatched.getUnmatched())) {
        message += "; options go before --";
      } else if (!suggestions.isEmpty()) {
        message += "; did you mean " + String.join(" or ", suggestions) + "?";
      }
    }
    CommandLine command = e.getCommandLine();
    String help = command.getCommandSpec().qualifiedName() + " --help";
    console.error(message + " (see " + help + ")" + localeHint(message, ENCODING));
    return ExitCodes.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    return report(e, command.getCommandSpec().optionsMap().keySet());
  }

  /**
   * Tells a person, and returns the exit code.
   *
   * @param options what the command has that failed: the advice is of no others
   */
  int report(Throwable thrown, Set<String> options) {
    Throwable e = thrown;
    while ((e instanceof CompletionException
            || e instanceof UncheckedIOException
            || e instanceof DirectoryIteratorException)
        && e.getCause() != null) {
      e = e.getCause();
    }
    message(e, options).lines().forEach(line -> console.error(line + localeHint(line, ENCODING)));
    console.trace(thrown);
    return code(e);
  }

  /**
   * Returns what to do about a name in a message that the encoding of the locale cannot express;
   * nothing where there is none.
   */
  static String localeHint(String message, String encoding) {
    return Charset.forName(encoding).newEncoder().canEncode(message)
        ? ""
        : "; the locale's encoding, %s, cannot express the name: try LC_ALL=C.UTF-8"
            .formatted(encoding);
  }

  private static int code(Throwable e) {
    if (e instanceof UsageException || e instanceof LabelsException) {
      return ExitCodes.USAGE;
    }
    if (e instanceof TrainingDivergedException) {
      return ExitCodes.DIVERGED;
    }
    if (isOutOfMemory(e)) {
      return ExitCodes.OUT_OF_MEMORY;
    }
    return e instanceof IOException ? ExitCodes.BAD_INPUT : ExitCodes.BUG;
  }

  private static String message(Throwable e, Set<String> options) {
    if (e instanceof UsageException) {
      return String.valueOf(e.getMessage());
    }
    if (e instanceof LabelsException) {
      return OptionNames.named(String.valueOf(e.getMessage()), OptionNames.DATA);
    }
    if (e instanceof TrainingDivergedException) {
      return e.getMessage() + " (--lr, --gamma, --clip-at)";
    }
    if (isOutOfMemory(e)) {
      OutOfMemoryError heap = inChain(e, OutOfMemoryError.class);
      String smaller =
          MEMORY.stream()
              .filter(options::contains)
              .collect(Collectors.joining(", "))
              .replaceFirst(", (?=[^,]*$)", " or ");
      return "out of memory"
          + (heap == null ? "" : " (Java's heap: -Xmx)")
          + (smaller.isEmpty() ? ": " : ": try a smaller " + smaller + ". ")
          + ScriptTrace.reason((heap == null ? e : heap).getMessage());
    }
    if (e instanceof IOException io) {
      return describe(io);
    }
    if (inChain(e, LinkageError.class) != null) {
      return "the native library cannot be loaded: %s (--verbose shows where)"
          .formatted(rootMessage(e));
    }
    return "this is a bug: %s (--verbose shows where)".formatted(ScriptTrace.reason(e.toString()));
  }

  /** Returns what went wrong with a file, and which. */
  static String describe(IOException e) {
    if (e instanceof AccessDeniedException denied) {
      return denied.getFile() + ": no permission";
    }
    if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
      return "no such file or folder: " + e.getMessage();
    }
    if (e instanceof NotDirectoryException) {
      return e.getMessage() + ": is not a folder";
    }
    if (e instanceof FileAlreadyExistsException there && there.getReason() == null) {
      return there.getMessage() + ": exists already";
    }
    if (e instanceof CacheException) {
      return e.getMessage() + " (--cache DIR keeps decoded images in another folder)";
    }
    if (e instanceof FileSystemException) {
      return firstLine(e.getMessage());
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static boolean isOutOfMemory(Throwable e) {
    return inChain(e, OutOfMemoryError.class) != null
        || (e instanceof RuntimeException failure && OutOfMemory.isCauseOf(failure));
  }

  /** Returns what is of the type: the throwable, or else the first of its causes. */
  private static <T extends Throwable> @Nullable T inChain(Throwable e, Class<T> type) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      root = cause;
    }
    return firstLine(root.getMessage() == null ? root.toString() : root.getMessage());
  }

  private static String firstLine(@Nullable String message) {
    return String.valueOf(message).lines().findFirst().orElse("");
  }
}
