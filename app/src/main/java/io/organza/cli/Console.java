package io.organza.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a person reads: results on standard output, progress on standard error, and both in the
 * run's log once there is one. What could command a terminal, the name of a file say, is shown as
 * {@code ?}. Safe for use by several threads.
 */
final class Console implements AutoCloseable {

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean interactive;
  private final IntSupplier columns;
  private final List<String> unlogged = new ArrayList<>();
  private @Nullable PrintWriter log;
  private boolean quiet;
  private boolean verbose;
  private String live = "";

  /**
   * Creates a console without a log.
   *
   * @param interactive whether a line may be redrawn, as on a terminal
   */
  Console(PrintWriter out, PrintWriter err, boolean interactive) {
    this(out, err, interactive, () -> Terminal.USUAL_COLUMNS);
  }

  /**
   * Creates a console without a log, as above.
   *
   * @param columns asks the terminal how many it has, each time that progress begins
   */
  Console(PrintWriter out, PrintWriter err, boolean interactive, IntSupplier columns) {
    this.out = out;
    this.err = err;
    this.interactive = interactive;
    this.columns = columns;
  }

  /** Returns a console that nobody sees, for what is only to be logged. */
  static Console unseen() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return new Console(nowhere, nowhere, false);
  }

  /** Leaves out what only shows progress. */
  synchronized void beQuiet() {
    quiet = true;
  }

  /** Adds stack traces. */
  synchronized void beVerbose() {
    verbose = true;
  }

  /** Returns whether progress may be drawn over itself. */
  synchronized boolean drawsProgress() {
    return interactive && !quiet;
  }

  /** Returns how many characters of progress are on one line of the terminal, now. */
  int width() {
    // A terminal may begin the next line when the last column of one is written.
    return Math.max(1, columns.getAsInt() - 1);
  }

  /** Appends everything said from now on, and so far, to a file. */
  synchronized void logTo(Path file) throws IOException {
    log =
        new PrintWriter(
            Files.newBufferedWriter(
                file,
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND));
    unlogged.forEach(this::note);
    unlogged.clear();
  }

  /** Writes a line of the result. */
  synchronized void result(String line) {
    wipe();
    out.println(Format.printableLines(line));
    out.flush();
    note(line);
  }

  /** Says something that a person should know. */
  synchronized void say(String line) {
    print(line);
    note(line);
  }

  /** Says how far it is. */
  synchronized void progress(String line) {
    if (!quiet) {
      print(line);
    }
    note(line);
  }

  /** Says that something failed which is not needed. */
  synchronized void warn(String line) {
    say("warning: " + line);
  }

  /** Says why the command ends. */
  synchronized void error(String line) {
    say("organza: " + Format.printable(line));
  }

  /** Shows where something was thrown, if that was asked for. */
  synchronized void trace(Throwable thrown) {
    StringWriter stack = new StringWriter();
    thrown.printStackTrace(new PrintWriter(stack));
    if (verbose) {
      print(stack.toString().stripTrailing());
    }
    if (log != null) {
      note(stack.toString().stripTrailing());
    }
  }

  /** Writes to the log only. */
  synchronized void note(String text) {
    if (log == null) {
      unlogged.add(text);
      return;
    }
    log.println(Format.printableLines(text));
    log.flush();
  }

  /** Draws a line that the next one replaces. */
  synchronized void draw(String line) {
    String rest = " ".repeat(Math.max(0, live.length() - line.length()));
    err.print('\r' + line + rest);
    err.flush();
    live = line;
  }

  /** Removes the line that was drawn. */
  synchronized void wipe() {
    if (!live.isEmpty()) {
      err.print('\r' + " ".repeat(live.length()) + '\r');
      err.flush();
      live = "";
    }
  }

  @Override
  public synchronized void close() {
    wipe();
    out.flush();
    err.flush();
    if (log != null) {
      log.close();
    }
  }

  private void print(String line) {
    wipe();
    err.println(Format.printableLines(line));
    err.flush();
  }
}
