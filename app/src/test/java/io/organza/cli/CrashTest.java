package io.organza.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills training processes at drawn moments and goes on, in as many rounds as the property {@code
 * organza.crash.rounds} says.
 */
class CrashTest {

  private static final int ROUNDS = Integer.getInteger("organza.crash.rounds", 2);
  private static final Pattern BEGIN = Pattern.compile("; [\\d.]+ kimg(?: from kimg ([\\d.]+))?");
  private static final Pattern TICK = Pattern.compile("\\| kimg ([\\d.]+),");
  private static final double CADENCE = 0.8;
  private static final double TICK_KIMG = 0.1;

  /** A killed process comes less than 0.9 kimg further, and what a tenth of a second adds. */
  private static final double KIMG = 3 + ROUNDS;

  /** What Java says of a process that was ended by SIGKILL, or by TerminateProcess on Windows. */
  private static final int KILLED = OS.WINDOWS.isCurrentOs() ? 1 : 128 + 9;

  @TempDir Path root;

  @Test
  void aKilledRunLosesAtMostOneCadenceAndEndsAsIfNothingHadHappened() throws Exception {
    Workplace place = new Workplace(root);
    String images = place.images(12).toString();
    List<String> options = options(place, images);
    assertThat(start(options, "reference").process.waitFor()).isZero();

    Random random = new Random(1);
    double reached = 0;
    double lost = 0;
    for (int round = 0; round <= ROUNDS; round++) {
      Trained trained = round == 0 ? start(options, "crashed") : start(resume(place), null);
      double from = trained.awaitBegin();
      lost = Math.max(lost, reached - from);
      assertThat(reached - from).as("round %d: kimg lost", round).isLessThan(2 * CADENCE);
      if (round < ROUNDS) {
        trained.awaitTicks(1 + random.nextInt(8));
        Thread.sleep(random.nextInt(100)); // Somewhere between two ticks.
        trained.process.destroyForcibly();
      }
      int code = trained.process.waitFor();
      reached = Math.max(reached, trained.reached());
      assertThat(code).as(trained.said()).isEqualTo(round < ROUNDS ? KILLED : ExitCodes.DONE);
    }
    System.out.printf("%d kills, at most %.1f kimg lost, cadence %.1f%n", ROUNDS, lost, CADENCE);
    assertThat(tensors(place, "crashed")).isEqualTo(tensors(place, "reference"));
    assertThat(sheets(place, "crashed")).isEqualTo(sheets(place, "reference"));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "processes are ended there without a signal")
  void whatIsToldToEndWhileItDecodesLeavesNoHalfPack() throws Exception {
    Workplace place = new Workplace(root);
    Path cache = Files.createDirectories(place.folder("cache"));
    List<String> options = new ArrayList<>(List.of("train", "--resolution", "128"));
    options.addAll(List.of("--cache", cache.toString()));
    options.addAll(place.folders());
    assertLeavesNothing(cache, options);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "processes are ended there without a signal")
  void whatIsToldToEndWhileItUnpacksLeavesNothingUnpacked() throws Exception {
    Path packed = root.resolve("large.tar.gz");
    try (OutputStream tar = new GZIPOutputStream(Files.newOutputStream(packed))) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 500; i++) {
        tar.write(zeros);
      }
    }
    Path temporary = Files.createDirectories(root.resolve("temporary"));
    assertLeavesNothing(
        temporary, List.of("-Djava.io.tmpdir=" + temporary), List.of("inspect", "" + packed));
  }

  private static void assertLeavesNothing(Path folder, List<String> options) throws Exception {
    assertLeavesNothing(folder, List.of(), options);
  }

  /** Tells a process to end as soon as there is anything in a folder. */
  private static void assertLeavesNothing(Path folder, List<String> java, List<String> options)
      throws Exception {
    Process process = launch(java, options).process;
    while (process.isAlive() && isEmpty(folder)) {
      Thread.sleep(10);
    }
    assertThat(isEmpty(folder)).isFalse();
    process.destroy();
    assertThat(process.waitFor()).isEqualTo(128 + 15);
    assertThat(folder).isEmptyDirectory();
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private static List<String> options(Workplace place, String images) {
    List<String> options = new ArrayList<>(List.of("train", images));
    options.addAll(Ran.SMALL);
    options.addAll(List.of("--config", place.narrow().toString()));
    options.addAll(List.of("--tick", "" + TICK_KIMG, "--sample-every", "1"));
    options.addAll(List.of("--checkpoint-every", "" + CADENCE, "--kimg", "" + KIMG));
    options.addAll(List.of("--cache", place.folder("cache").toString()));
    options.addAll(place.folders());
    return options;
  }

  private static List<String> resume(Workplace place) {
    List<String> options = new ArrayList<>(List.of("resume", "crashed", "--threads", "1"));
    options.addAll(List.of("--cache", place.folder("cache").toString()));
    options.addAll(place.folders());
    return options;
  }

  private static Trained start(List<String> options, @Nullable String name) throws IOException {
    List<String> all = new ArrayList<>(options);
    if (name != null) {
      all.addAll(List.of("--run", name));
    }
    return launch(List.of(), all);
  }

  private static Trained launch(List<String> java, List<String> options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(java);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(options);
    return new Trained(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  private static SortedMap<String, String> tensors(Workplace place, String run) throws IOException {
    Path checkpoints = place.folder("checkpoints/" + run);
    String latest = Files.readString(checkpoints.resolve("latest")).strip();
    SortedMap<String, String> sums = new TreeMap<>();
    for (String line : Files.readAllLines(checkpoints.resolve(latest).resolve("SHA256SUMS"))) {
      if (line.endsWith(".safetensors")) {
        sums.put(line.substring(66), line.substring(0, 64));
      }
    }
    assertThat(sums).hasSize(5);
    return sums;
  }

  private static Map<String, List<Byte>> sheets(Workplace place, String run) throws IOException {
    Map<String, List<Byte>> sheets = new TreeMap<>();
    try (Stream<Path> files = Files.list(place.folder("samples/" + run))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".png")).toList()) {
        List<Byte> bytes = new ArrayList<>();
        for (byte b : Files.readAllBytes(file)) {
          bytes.add(b);
        }
        sheets.put(file.getFileName().toString(), bytes);
      }
    }
    return sheets;
  }

  /** A training process, and what it told so far. */
  private static final class Trained {

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;

    Trained(Process process) {
      this.process = process;
      reader = new Thread(this::read, "reader");
      reader.start();
    }

    private void read() {
      try (BufferedReader in =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          synchronized (lines) {
            lines.add(line);
            lines.notifyAll();
          }
        }
      } catch (IOException e) {
        // The process was killed while a line was read.
      }
      synchronized (lines) {
        lines.notifyAll();
      }
    }

    /** Waits until training begins; returns at which kimg. */
    double awaitBegin() throws InterruptedException {
      String kimg = await(BEGIN, 1).group(1);
      return Double.parseDouble(Objects.requireNonNullElse(kimg, "0"));
    }

    /** Waits until so many ticks were told. */
    void awaitTicks(int count) throws InterruptedException {
      await(TICK, count);
    }

    /** Waits until the pattern is found in so many lines; returns what it found in the last. */
    private Matcher await(Pattern pattern, int count) throws InterruptedException {
      synchronized (lines) {
        while (true) {
          List<Matcher> found = lines.stream().map(pattern::matcher).filter(Matcher::find).toList();
          if (found.size() >= count) {
            return found.get(count - 1);
          }
          assertThat(reader.isAlive()).as(said()).isTrue();
          lines.wait(1000);
        }
      }
    }

    /** Returns all lines so far. */
    String said() {
      synchronized (lines) {
        return String.join("\n", lines);
      }
    }

    /** Returns the last kimg that was told, once the process has ended; 0 if none was. */
    double reached() throws InterruptedException {
      reader.join();
      double reached = 0;
      for (String line : lines) {
        Matcher tick = TICK.matcher(line);
        if (tick.find()) {
          reached = Double.parseDouble(tick.group(1));
        }
      }
      return reached;
    }
  }
}
