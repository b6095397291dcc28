package io.organza.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and its kin, while it is open: the first asks to stop, so that what was begun is brought
 * to an end; the second ends the process.
 */
final class StopSignals implements AutoCloseable {

  private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

  private final Console console;
  private final String answer;
  private final Map<String, @Nullable Object> previous = new HashMap<>();
  private volatile boolean requested;

  /**
   * Listens from now on.
   *
   * @param answer what is said to the first signal
   */
  StopSignals(Console console, String answer) {
    this.console = console;
    this.answer = answer;
    // A system without one of the signals ignores its registration.
    NAMES.forEach(name -> previous.put(name, Signals.register(name, this::receive)));
  }

  /** Returns whether somebody asked to stop. */
  boolean requested() {
    return requested;
  }

  @Override
  public void close() {
    previous.forEach(
        (name, handler) -> {
          if (handler != null) {
            Signals.unregister(name, handler);
          }
        });
  }

  private void receive() {
    if (requested) {
      Runtime.getRuntime().halt(ExitCodes.INTERRUPTED);
    }
    requested = true;
    console.say(answer);
  }
}
