package io.organza.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which processor this machine has: another may add the same numbers in another order. */
final class Processor {

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  private Processor() {}

  /** Returns the processor's model, as far as the system tells; else its architecture. */
  static String model() {
    String identifier = System.getenv("PROCESSOR_IDENTIFIER"); // Windows has it.
    if (identifier != null) {
      return identifier;
    }
    try {
      return model(Files.readAllLines(CPUINFO));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  /**
   * Returns the model by the lines of Linux: a name that several models share, and their number.
   */
  static String model(List<String> cpuinfo) {
    Map<String, String> first = new HashMap<>();
    for (String line : cpuinfo) {
      String[] pair = line.split(":", 2);
      if (pair.length == 2) {
        first.putIfAbsent(pair[0].strip(), pair[1].strip());
      }
    }
    String name = first.get("model name");
    return name == null
        ? System.getProperty("os.arch")
        : "%s (family %s, model %s)".formatted(name, first.get("cpu family"), first.get("model"));
  }
}
