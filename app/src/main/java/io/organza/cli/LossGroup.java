package io.organza.cli;

import io.organza.loss.Clipping;
import io.organza.loss.LossOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say what training minimises. */
final class LossGroup {

  @ArgGroup(validate = false)
  LossKindGroup kind = new LossKindGroup();

  @Option(
      names = "--gamma",
      paramLabel = "G|xF",
      description =
          "The weight of the gradient penalties R1 and R2, which stays; 0 for none; xF: F times the "
              + "default; default: the preset's: at 32x32 and batch 32 it is 1, which in tiny falls "
              + "to 0.2 over 300 kimg, with --labels half of both; 0 in dcgan.")
  @Nullable ScheduleChoice gamma;

  @Option(
      names = "--l2",
      paramLabel = "L|adaptive",
      description =
          "Lambda of the L2 penalty on the generator's weights; default: 1e-5; 0 for none; adaptive: "
              + "it follows the gap to images that are held out (needs --holdout).")
  @Nullable L2Choice l2;

  @Option(
      names = "--l2-bounds",
      paramLabel = "LOW,HIGH",
      description = "The bounds of an adaptive lambda; default: 1e-7,1e-3.")
  @Nullable L2Bounds l2Bounds;

  @Option(
      names = "--l1",
      paramLabel = "L",
      description = "Lambda of the L1 penalty on the generator's weights; default: 0, none.")
  @Nullable Double l1;

  @Option(
      names = "--clip-at",
      paramLabel = "C",
      description = "The bound of clipping; default: 10, in dcgan 100.")
  @Nullable Double clipAt;

  void lay(Map<String, @Nullable Object> values) {
    kind.lay(values);
    values.put("/training/gamma", gamma);
    if (l2 != null) {
      values.put("/loss/l2", l2.lambda());
      values.put("/loss/adaptiveL2/enabled", l2.isAdaptive());
    }
    if (l2Bounds != null) {
      values.put("/loss/adaptiveL2/least", l2Bounds.low());
      values.put("/loss/adaptiveL2/most", l2Bounds.high());
    }
    values.put("/loss/l1", l1);
    values.put("/loss/clipAt", clipAt);
  }

  /** Returns which options are of no use in what they came to, with a file or a run below them. */
  List<String> problems(LossOptions result) {
    List<String> problems = new ArrayList<>();
    if (clipAt != null && result.clip() == Clipping.NONE) {
      problems.add("--clip-at: contradicts --clip none, got " + clipAt);
    }
    if (l2Bounds != null && !result.adaptiveL2().enabled()) {
      problems.add("--l2-bounds: needs --l2 adaptive");
    }
    return problems;
  }
}
