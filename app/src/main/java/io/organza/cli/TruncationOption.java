package io.organza.cli;

import io.organza.sampling.Truncation;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that says how far from the middle latents are. */
final class TruncationOption {

  @Option(
      names = "--truncation",
      paramLabel = "PSI",
      description = "Keep latents near the middle, with this deviation: below 1, less variety.")
  double psi = 1;

  Truncation value() {
    return new Truncation(psi);
  }

  boolean isNone() {
    return psi == 1;
  }

  List<String> problems() {
    return psi > 0 && psi <= 1
        ? List.of()
        : List.of("--truncation: must be above 0 and at most 1, got " + psi);
  }
}
