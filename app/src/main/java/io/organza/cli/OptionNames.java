package io.organza.cli;

import io.organza.GanConfig;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the values of a configuration are called where a person gives them: by an option, or by the
 * key of a file where there is none.
 */
final class OptionNames {

  /** What names the images of a command that has an option for them. */
  static final String DATA = "--data";

  /** What names them where they are the command's argument. */
  static final String ARGUMENT = "DATA";

  /** The options that have another name than the key. */
  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry("data.source", DATA),
          Map.entry("network.height", "--resolution"),
          Map.entry("network.width", "--resolution"),
          Map.entry("network.classes", "--labels"),
          Map.entry("loss.adversarial", "--loss"),
          Map.entry("loss.adaptiveL2", "--l2"),
          Map.entry("training.learningRate", "--lr"),
          Map.entry("training.emaKimg", "--ema"),
          Map.entry("training.tickKimg", "--tick"));

  /** The keys that only a file can give, or that nobody does. */
  private static final Set<String> WITHOUT =
      Set.of(
          "data.classNames",
          "data.fold",
          "data.maxSeconds",
          "network.family",
          "network.latentSize",
          "network.generatorWidths",
          "network.discriminatorWidths",
          "network.blocksPerStage",
          "network.blockShape",
          "network.groupSize",
          "network.smoothedStages",
          "network.modulated",
          "training.beta1",
          "training.beta2");

  private OptionNames() {}

  /**
   * Returns the option that gives the value of a key, or the key if only a file can.
   *
   * @param key the stage and the value, {@code network.height}, or {@code seed}
   */
  static String of(String key) {
    return WITHOUT.contains(key)
        ? key
        : OTHERS.getOrDefault(key, "--" + kebab(key.substring(key.lastIndexOf('.') + 1)));
  }

  /** Returns the problems of a configuration, each {@link #named(String, String)}. */
  static List<String> named(List<String> problems, String source) {
    return problems.stream().map(problem -> named(problem, source)).toList();
  }

  /**
   * Returns a problem of a configuration with what its value is called, instead of its field.
   *
   * @param problem such as {@code learning-rate: must be at least 0, got -1}
   * @param source what names the images: {@link #DATA} or {@link #ARGUMENT}
   */
  static String named(String problem, String source) {
    int colon = problem.indexOf(':');
    if (colon < 0) {
      return problem;
    }
    String name = ofField(problem.substring(0, colon));
    return (name.equals(DATA) ? source : name) + problem.substring(colon);
  }

  /** Returns what the field of a problem is called; it may be an option already, or a key. */
  private static String ofField(String field) {
    return keys()
        .filter(key -> kebab(key.substring(key.lastIndexOf('.') + 1)).equals(field))
        .findFirst()
        .map(OptionNames::of)
        .orElse(field.contains(".") || field.startsWith("--") ? field : "--" + field);
  }

  /** Returns the keys of all stages, {@code network.height}; no two stages share a name. */
  private static Stream<String> keys() {
    return Arrays.stream(GanConfig.class.getRecordComponents())
        .filter(stage -> stage.getType().isRecord())
        .flatMap(
            stage ->
                Arrays.stream(stage.getType().getRecordComponents())
                    .map(RecordComponent::getName)
                    .map(name -> stage.getName() + "." + name));
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
