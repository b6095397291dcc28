package io.organza.cli;

/** What the process tells its caller. */
final class ExitCodes {

  static final int DONE = 0;
  static final int BUG = 1;
  static final int USAGE = 2;
  static final int BAD_INPUT = 3;
  static final int DIVERGED = 4;
  static final int OUT_OF_MEMORY = 5;
  static final int INTERRUPTED = 130;

  private ExitCodes() {}
}
