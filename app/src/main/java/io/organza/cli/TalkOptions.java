package io.organza.cli;

import picocli.CommandLine.Option;

/** The options that say how much is said. */
final class TalkOptions {

  @Option(names = "--quiet", description = "Show no progress.")
  boolean quiet;

  @Option(names = "--verbose", description = "Show stack traces, and what DJL logs.")
  boolean verbose;

  void apply(Console console) {
    if (quiet) {
      console.beQuiet();
    }
    if (verbose) {
      console.beVerbose();
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "info");
      System.setProperty("org.slf4j.simpleLogger.log.ai.djl.util.cuda", "debug");
    }
  }
}
