package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.organza.GanConfig;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;

class OptionNamesTest {

  private static Stream<RecordComponent> components(Class<?> record) {
    return Arrays.stream(record.getRecordComponents());
  }

  /** A value that is new needs an option, or an entry among those that have none. */
  @Test
  void eachKeyIsCalledByAnOptionThatThereIsOrByItself() {
    Set<String> options = new TreeSet<>();
    List<String> keys = new ArrayList<>();
    try (Console console = Console.unseen()) {
      for (Object command : List.of(new TrainCommand(console), new ResumeCommand(console))) {
        options.addAll(CommandSpec.forAnnotatedObject(command).optionsMap().keySet());
      }
    }
    components(GanConfig.class)
        .forEach(
            stage -> {
              if (stage.getType().isRecord()) {
                components(stage.getType())
                    .forEach(value -> keys.add(stage.getName() + "." + value.getName()));
              } else {
                keys.add(stage.getName());
              }
            });
    assertThat(keys)
        .contains("seed", "network.latentSize", "training.kimg")
        .allSatisfy(
            key -> {
              String name = OptionNames.of(key);
              assertThat(name.equals(key) || options.contains(name)).as(key).isTrue();
            });
  }
}
