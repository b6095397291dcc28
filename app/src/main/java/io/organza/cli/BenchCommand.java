package io.organza.cli;

import ai.djl.Device;
import io.organza.GanConfig;
import io.organza.Preset;
import io.organza.data.DataOptions;
import io.organza.data.ImageSource;
import io.organza.data.PackedImages;
import io.organza.record.Problems;
import io.organza.record.RecordJson;
import io.organza.torch.ComputeThreads;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code organza bench}: says how fast this machine is. */
@Command(
    name = "bench",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = "Measures how fast this machine trains and generates, and what bounds it.",
    footer = {
      "",
      "Nothing else should run meanwhile. docs/performance.md says what the numbers mean.",
      "",
      "Examples: organza bench",
      "          organza bench --preset small --resolution 64 --json > bench.json"
    })
final class BenchCommand implements Callable<Integer> {

  private static final int CHANNELS = 3;

  /** With less of the processor's time than this, times on the clock say little. */
  private static final double BUSY = 0.9;

  private final Console console;

  @Option(
      names = "--preset",
      paramLabel = "tiny|small|base|dcgan",
      description = "Whose convolutions and steps are looked at closely; default: tiny.")
  Preset preset = Preset.TINY;

  @Option(
      names = "--resolution",
      paramLabel = "N|WxH",
      description = "The images' size; default: 32.")
  Resolution resolution = new Resolution(32, 32);

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description =
          "About how long to measure; default: 120. Slow machines and large presets take longer.")
  double seconds = 120;

  @Option(names = "--json", description = "Print everything that was measured as JSON.")
  boolean json;

  @Mixin CacheOption cache = new CacheOption();
  @Mixin MachineOptions machine = new MachineOptions();

  BenchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    GanConfig config =
        preset.config(
            DataOptions.of(ConfigBuilder.SOURCE),
            resolution.height(),
            resolution.width(),
            CHANNELS);
    UsageException.check(problems(config));
    return machine.whileStarting(
        () -> {
          PackedImages images = images(config);
          Device device = machine.find();
          machine.unused().ifPresent(console::warn);
          console.say(
              "%s, %s, %s"
                  .formatted(
                      Versions.line(),
                      DeviceChoice.name(device),
                      Format.counted(ComputeThreads.count(), "thread")));
          BenchReport report;
          try (StopSignals stop = new StopSignals(console, "Stopping after this part.")) {
            Bench bench =
                new Bench(preset, config, device, seconds, what -> tell(what, stop.requested()));
            report = bench.run(images, others(), device.isGpu() ? List.of() : threads());
          } catch (CancellationException e) {
            return ExitCodes.INTERRUPTED;
          }
          if (!device.isGpu() && report.processorShare() < BUSY) {
            console.warn(
                "this process had %s of the processor's time: other programs ran, so measure again"
                    .formatted(Format.percent(report.processorShare())));
          }
          if (json) {
            console.result(RecordJson.writeFinite(report).strip());
          } else {
            BenchText.lines(report).forEach(console::result);
          }
          return ExitCodes.DONE;
        });
  }

  private void tell(String what, boolean stop) {
    if (stop) {
      throw new CancellationException();
    }
    console.progress(what + " ...");
  }

  private PackedImages images(GanConfig config) throws IOException {
    try (ImageSource source = ImageSource.open(config.data())) {
      return Datasets.pack(source, config, cache.open(), console).training();
    }
  }

  private List<Preset> others() {
    return Arrays.stream(Preset.values()).filter(other -> other != preset).toList();
  }

  /**
   * Returns one thread, half of the processors and all of them, unless one number was asked for.
   */
  private List<Integer> threads() {
    int all = machine.threads();
    return machine.threads != null || all == 1
        ? List.of()
        : List.copyOf(new TreeSet<>(List.of(1, Math.max(1, all / 2), all)));
  }

  private List<String> problems(GanConfig config) {
    boolean isAuto = resolution.isAuto();
    return new Problems()
        .addAll(machine.problems())
        .require("--resolution", !isAuto, "N or WxH", "auto")
        .addAll(isAuto ? List.of() : OptionNames.named(config.problems(), OptionNames.DATA))
        .require("--seconds", seconds > 0, "above 0", seconds)
        .addAll(Folders.problems("--cache", cache.folder()))
        .toList();
  }
}
