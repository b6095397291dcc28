package io.organza.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An NVIDIA card that is in the machine but that PyTorch does not find.
 *
 * @param name what it is called
 * @param driver the major version of its driver, 0 if it has none
 * @param capability ten times its compute capability, 0 if the driver does not tell
 */
record UnusedCard(String name, int driver, int capability) {

  /** The builds that have libraries for CUDA; the first that suits is advised. */
  private enum Build {
    /** PyTorch 2.5.1, for cards up to Hopper. */
    CUDA("-Pcuda", "12.4", 50, 99),
    /** PyTorch 2.7.1, for cards from Turing on. */
    CUDA_DOWNLOAD("-Pcuda-download", "12.8", 75, Integer.MAX_VALUE);

    final String argument;
    final String cuda;
    private final int oldest;
    private final int newest;

    Build(String argument, String cuda, int oldest, int newest) {
      this.argument = argument;
      this.cuda = cuda;
      this.oldest = oldest;
      this.newest = newest;
    }

    boolean suits(int capability) {
      return capability == 0 || (capability >= oldest && capability <= newest);
    }
  }

  /** With older drivers CUDA 12 does not start (CUDA's release notes, table 2). */
  private static final int OLDEST_DRIVER = 525;

  private static final long SECONDS = 5;
  private static final Pattern LINE =
      Pattern.compile("(.+?), *(\\d+)[.\\d]*(?:, *(\\d+)\\.(\\d))?");
  private static final Path PCI = Path.of("/sys/bus/pci/devices");
  private static final String NVIDIA = "0x10de";
  private static final String DISPLAY = "0x03";

  /**
   * Returns the first card. {@code nvidia-smi}, which comes with the driver, knows it by name;
   * without a driver, Linux tells that there is one.
   */
  static Optional<UnusedCard> find() {
    try {
      Optional<UnusedCard> card = ask("name,driver_version,compute_cap");
      // Drivers that are too old do not know the last, and then say nothing of the others.
      card = card.isPresent() ? card : ask("name,driver_version");
      return card.isPresent() ? card : onBus();
    } catch (IOException e) {
      return onBus(); // There is no such program.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Optional<UnusedCard> ask(String facts) throws IOException, InterruptedException {
    Process smi =
        new ProcessBuilder("nvidia-smi", "--query-gpu=" + facts, "--format=csv,noheader")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!smi.waitFor(SECONDS, TimeUnit.SECONDS)) {
      smi.destroyForcibly();
      return Optional.empty();
    }
    String said = new String(smi.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return smi.exitValue() == 0 ? parse(said) : Optional.empty();
  }

  /**
   * Reads what {@code nvidia-smi} said: a line for each card, its name, its driver's version and,
   * of newer drivers, its compute capability.
   */
  static Optional<UnusedCard> parse(String said) {
    return said.lines()
        .map(line -> LINE.matcher(line.strip()))
        .filter(Matcher::matches)
        .map(line -> new UnusedCard(line.group(1), Integer.parseInt(line.group(2)), tenths(line)))
        .findFirst();
  }

  private static int tenths(Matcher line) {
    return line.group(3) == null ? 0 : Integer.parseInt(line.group(3) + line.group(4));
  }

  private static Optional<UnusedCard> onBus() {
    if (Files.isDirectory(PCI)) {
      try (DirectoryStream<Path> devices = Files.newDirectoryStream(PCI)) {
        for (Path device : devices) {
          if (Files.readString(device.resolve("vendor")).strip().equals(NVIDIA)
              && Files.readString(device.resolve("class")).startsWith(DISPLAY)) {
            return Optional.of(new UnusedCard("NVIDIA card", 0, 0));
          }
        }
      } catch (IOException | DirectoryIteratorException e) {
        return Optional.empty(); // A system that does not tell.
      }
    }
    return Optional.empty();
  }

  /**
   * Says why the card is not used, and what to do.
   *
   * @param cuda the version of CUDA that this build has libraries for, or "none"
   * @param runtime the version of CUDA's runtime library on the system, 12040 for 12.4; 0 for none
   */
  String reason(String cuda, int runtime) {
    String there = name + " is there, but ";
    if (driver == 0) {
      return there + "its driver does not answer: install NVIDIA's driver";
    }
    if (cuda.equals("none")) {
      return "%sthis build computes on CPUs alone: set ORGANZA_MAVEN_ARGS=%s once,"
              .formatted(there, build(capability).orElse(Build.CUDA).argument)
          + " as the README says";
    }
    if (driver < OLDEST_DRIVER) {
      return "%sits driver %d is too old for CUDA %s: install %d or newer"
          .formatted(there, driver, cuda, OLDEST_DRIVER);
    }
    return there
        + otherBuild(capability, cuda)
            .orElseGet(
                () ->
                    runtime < number(cuda)
                        ? missing(cuda, runtime)
                        : "CUDA %s does not start: --verbose tells more".formatted(cuda));
  }

  private static String missing(String cuda, int runtime) {
    String found =
        runtime == 0
            ? "is not on the system"
            : "is of version %d.%d".formatted(runtime / 1000, runtime % 1000 / 10);
    return "CUDA's runtime library (libcudart) %s: install NVIDIA's package cuda-cudart-%s, or set"
            .formatted(found, cuda.replace('.', '-'))
        + " ORGANZA_JAVA_ARGS=-Djna.library.path=FOLDER to a folder with libcudart.so.12 of version"
        + " %s or newer".formatted(cuda);
  }

  /** Returns a version as CUDA's libraries give it. */
  private static int number(String cuda) {
    String[] parts = cuda.split("\\.", 2);
    return 1000 * Integer.parseInt(parts[0]) + 10 * Integer.parseInt(parts[1]);
  }

  /**
   * Says why a GPU that PyTorch finds does not compute, and what to do.
   *
   * @param capability ten times its compute capability
   * @param said PyTorch's words
   * @param cuda the version of CUDA that this build has libraries for
   */
  static String failure(String gpu, int capability, String said, String cuda) {
    return "%s is there, but %s"
        .formatted(gpu, otherBuild(capability, cuda).orElse("does not compute: " + said));
  }

  /** Advises another build if this one has no kernels for the card. */
  private static Optional<String> otherBuild(int capability, String cuda) {
    boolean suits =
        Arrays.stream(Build.values())
            .filter(build -> build.cuda.equals(cuda))
            .allMatch(build -> build.suits(capability));
    return suits
        ? Optional.empty()
        : build(capability)
            .map(
                build ->
                    "this build for CUDA %s has no kernels for its compute capability %d.%d: set"
                            .formatted(cuda, capability / 10, capability % 10)
                        + " ORGANZA_MAVEN_ARGS=%s once".formatted(build.argument));
  }

  private static Optional<Build> build(int capability) {
    return Arrays.stream(Build.values()).filter(build -> build.suits(capability)).findFirst();
  }
}
