package io.organza.checkpoint;

import java.io.IOException;

/** Programs of the operating system, for what Java cannot do: pipes and small disks. */
final class Programs {

  private Programs() {}

  /** Runs a program to its end; returns whether it is there and succeeded. */
  static boolean run(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
