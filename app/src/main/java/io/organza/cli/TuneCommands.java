package io.organza.cli;

import io.organza.tuning.Setting;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The commands to type after {@code tune}, with the options that were given to it. */
final class TuneCommands {

  /** What is of the trials, or of the moment. */
  private static final Set<String> LEFT_OUT =
      Set.of("--folder", "--device", "--threads", "--quiet", "--verbose");

  private TuneCommands() {}

  /**
   * Trains with a setting for the usual time.
   *
   * @param more options beside those that were given
   */
  static String train(CommandSpec tune, @Nullable String data, List<String> more, Setting setting) {
    List<String> words = new ArrayList<>(List.of("train"));
    if (data != null) {
      words.add(data);
    }
    for (OptionSpec option : given(tune)) {
      String name = option.longestName();
      if (!SearchOptions.NAMES.contains(name) && !LEFT_OUT.contains(name)) {
        if (option.typeInfo().isBoolean()) {
          words.add(Boolean.TRUE.equals(option.getValue()) ? name : "--no-" + name.substring(2));
        } else {
          words.add(name);
          words.addAll(option.originalStringValues());
        }
      }
    }
    words.addAll(more);
    setting.values().forEach((name, value) -> words.addAll(SearchedOption.of(name).words(value)));
    return command(words);
  }

  /** Does the same again. */
  static String again(CommandSpec tune) {
    return command(tune.commandLine().getParseResult().originalArgs());
  }

  private static Set<OptionSpec> given(CommandSpec tune) {
    return new LinkedHashSet<>(tune.commandLine().getParseResult().matchedOptions());
  }

  private static String command(List<String> words) {
    return NextCommands.launcher()
        + words.stream().map(NextCommands::quoted).collect(Collectors.joining(" ", " ", ""));
  }
}
