package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.organza.Preset;
import io.organza.data.DataOptions;
import io.organza.loss.LossOptions;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private Console console(boolean interactive) {
    return new Console(new PrintWriter(out), new PrintWriter(err), interactive);
  }

  @Test
  void aLineReplacesTheProgressBelowIt() {
    try (Console console = console(true)) {
      console.draw("12345");
      console.draw("123");
      console.say("said");
    }
    assertThat(err.toString()).isEqualTo("\r12345\r123  \r   \rsaid" + System.lineSeparator());
  }

  @Test
  void nothingThatIsSaidCommandsATerminal(@TempDir Path folder) throws IOException {
    Path log = folder.resolve("log.txt");
    try (Console console = console(false)) {
      console.note("before \u001b[2J");
      console.logTo(log);
      console.say("said \u001b]0;title\u0007, over\rwritten, \u009b31m");
      console.result("{\n\t\"file\": \"a\u001b[31m\"\n}");
      console.beVerbose();
      console.trace(new IOException("thrown \u001b[31m"));
    }
    assertThat(err.toString()).contains("said ?]0;title?, over?written, ?31m", "thrown ?[31m");
    assertThat(out).hasToString("{\n\t\"file\": \"a?[31m\"\n}" + System.lineSeparator());
    assertThat(log).content().contains("before ?[2J", "title?, over?written", "thrown ?[31m");
    assertThat(out + err.toString() + Files.readString(log))
        .doesNotContainPattern("[\\p{Cntrl}\\x80-\\x9F&&[^\r\n\t]]");
  }

  @Test
  void aBarIsDrawnOnTerminalsOnly() {
    try (Console console = console(false);
        ProgressLine bar = new ProgressLine(console, "Training", "images", 10)) {
      bar.stepTo(5);
    }
    assertThat(err.toString()).isEmpty();
    try (Console console = console(true);
        ProgressLine bar = new ProgressLine(console, "Training", "images", 10)) {
      bar.stepTo(5);
    }
    assertThat(err.toString()).contains("Training", "5/10").endsWith("\r");
  }

  @Test
  void aBarIsNoWiderThanTheTerminal() {
    for (int columns : new int[] {1, 10, 40, 132}) {
      err.getBuffer().setLength(0);
      try (Console console =
              new Console(new PrintWriter(out), new PrintWriter(err), true, () -> columns);
          ProgressLine bar = new ProgressLine(console, "Generating", "images", 10)) {
        bar.stepTo(5);
      }
      assertThat(err.toString().split("\r"))
          .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Math.max(1, columns - 1)));
    }
    assertThat(err.toString()).contains("Generating", "5/10");
  }

  @Test
  void theTerminalTellsWhatItIs() {
    assertThat(Terminal.redraws("dumb")).isFalse();
    assertThat(Terminal.redraws("xterm-256color")).isTrue();
    assertThat(Terminal.redraws(null)).isTrue();
    assertThat(Terminal.columns("24 40\n")).isEqualTo(40);
    assertThat(Terminal.columns("0 0\n")).isEqualTo(80);
    assertThat(Terminal.columns("")).isEqualTo(80);
  }

  @Test
  void theBarOfATrainingCountsWhatItsGoalCounts() {
    TrainingState state = new TrainingState(Map.of());
    LossOptions loss = Preset.TINY.config(DataOptions.of("any"), 8, 8, 3).loss();
    for (Goal goal : List.of(new Goal(0.3, null), new Goal(0.3, 0.5))) {
      try (Console console = console(true);
          ConsoleObserver observer = new ConsoleObserver(console, goal, loss)) {
        observer.started(state);
        observer.stepped(state);
      }
    }
    assertThat(err.toString()).contains("0/300", "0/30 ");
  }

  @Test
  void aQuietConsoleLogsWhatItDoesNotShow(@TempDir Path folder) throws IOException {
    Path log = folder.resolve("log.txt");
    try (Console console = console(true)) {
      console.beQuiet();
      console.say("before");
      console.logTo(log);
      console.progress("tick");
      console.result("result");
      assertThat(console.drawsProgress()).isFalse();
    }
    assertThat(Files.readAllLines(log)).containsExactly("before", "tick", "result");
    assertThat(err.toString().strip()).isEqualTo("before");
    assertThat(out.toString().strip()).isEqualTo("result");
  }
}
