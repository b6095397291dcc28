package io.organza.cli;

import io.organza.record.Problems;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say how and how long training goes. */
final class PaceGroup {

  @Option(
      names = "--kimg",
      paramLabel = "N",
      description =
          "How long to train, in thousands of images shown; default: the preset's, 144 in tiny, "
              + "else 60.")
  @Nullable Double kimg;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      description = "How long to train, in minutes instead.")
  @Nullable Double minutes;

  @ArgGroup(validate = false)
  RateGroup rate = new RateGroup();

  void lay(Map<String, @Nullable Object> values) {
    values.put("/training/kimg", kimg);
    rate.lay(values);
  }

  List<String> problems() {
    Problems problems =
        new Problems().require("--minutes", minutes == null || minutes > 0, "above 0", minutes);
    if (kimg != null && minutes != null) {
      problems.addAll(
          List.of(
              "--kimg %s and --minutes %s contradict each other: give one"
                  .formatted(Format.number(kimg), Format.number(minutes))));
    }
    return problems.toList();
  }
}
