package io.organza.cli;

/**
 * Between what an adaptive lambda stays.
 *
 * @param low the least
 * @param high the greatest
 */
record L2Bounds(double low, double high) {

  /** Reads two numbers with a comma between. */
  static L2Bounds parse(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException("expected LOW,HIGH, got '" + text + "'");
    }
    return new L2Bounds(Converters.finite(parts[0]), Converters.finite(parts[1]));
  }
}
