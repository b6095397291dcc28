package io.organza.cli;

/**
 * A line of a report.
 *
 * @param label what it is about; empty if that is what the line before is about
 */
record Fact(String label, String text) {

  /** Returns it as a terminal shows it. */
  String line() {
    return "%-11s %s".formatted(label, text);
  }
}
