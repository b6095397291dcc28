package io.organza.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An NVIDIA card that is in the machine but that PyTorch does not find.
 *
 * @param name what it is called
 * @param driver the major version of its driver, 0 if it has none
 */
record UnusedCard(String name, int driver) {

  /** With older drivers CUDA 12 does not start (CUDA's release notes, table 2). */
  private static final int OLDEST_DRIVER = 525;

  private static final long SECONDS = 5;
  private static final Pattern LINE = Pattern.compile("(.+), *(\\d+)[.\\d]*");
  private static final Path PCI = Path.of("/sys/bus/pci/devices");
  private static final String NVIDIA = "0x10de";
  private static final String DISPLAY = "0x03";

  /**
   * Returns the first card. {@code nvidia-smi}, which comes with the driver, knows it by name;
   * without a driver, Linux tells that there is one.
   */
  static Optional<UnusedCard> find() {
    try {
      Process smi =
          new ProcessBuilder(
                  "nvidia-smi", "--query-gpu=name,driver_version", "--format=csv,noheader")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!smi.waitFor(SECONDS, TimeUnit.SECONDS)) {
        smi.destroyForcibly();
        return onBus();
      }
      String said = new String(smi.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Optional<UnusedCard> card = smi.exitValue() == 0 ? parse(said) : Optional.empty();
      return card.isPresent() ? card : onBus();
    } catch (IOException e) {
      return onBus(); // There is no such program.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /**
   * Reads what {@code nvidia-smi} said: a line for each card, its name and its driver's version.
   */
  static Optional<UnusedCard> parse(String said) {
    return said.lines()
        .map(line -> LINE.matcher(line.strip()))
        .filter(Matcher::matches)
        .map(line -> new UnusedCard(line.group(1), Integer.parseInt(line.group(2))))
        .findFirst();
  }

  private static Optional<UnusedCard> onBus() {
    if (Files.isDirectory(PCI)) {
      try (DirectoryStream<Path> devices = Files.newDirectoryStream(PCI)) {
        for (Path device : devices) {
          if (Files.readString(device.resolve("vendor")).strip().equals(NVIDIA)
              && Files.readString(device.resolve("class")).startsWith(DISPLAY)) {
            return Optional.of(new UnusedCard("NVIDIA card", 0));
          }
        }
      } catch (IOException e) {
        return Optional.empty(); // A system that does not tell.
      }
    }
    return Optional.empty();
  }

  /**
   * Says why the card is not used, and what to do.
   *
   * @param cuda the version of CUDA that this build has libraries for, or "none"
   */
  String reason(String cuda) {
    String there = name + " is there, but ";
    if (driver == 0) {
      return there + "its driver does not answer: install NVIDIA's driver";
    }
    if (cuda.equals("none")) {
      return there
          + "this build computes on CPUs alone: set ORGANZA_MAVEN_ARGS=-Pcuda once,"
          + " as the README says";
    }
    if (driver < OLDEST_DRIVER) {
      return "%sits driver %d is too old for CUDA %s: install %d or newer"
          .formatted(there, driver, cuda, OLDEST_DRIVER);
    }
    return "%sCUDA %s does not start: its runtime library (libcudart) must be on the system,"
            .formatted(there, cuda)
        + " of that version or newer; --verbose tells more";
  }
}
