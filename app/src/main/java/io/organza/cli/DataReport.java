package io.organza.cli;

import io.organza.data.SkippedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a terminal shows of the facts about images. */
final class DataReport {

  private static final int BAR = 40;
  private static final int MOST_SKIPPED = 20;
  private static final int MOST_CLASSES = 20;

  private DataReport() {}

  static List<String> lines(DataFacts facts) {
    List<String> lines = new ArrayList<>(List.of(facts.title()));
    facts.ofFiles().forEach(fact -> lines.add(fact.line()));
    if (!facts.histogram().isEmpty()) {
      lines.add("shorter side");
      lines.addAll(bars(facts.histogram()));
    }
    int copies = facts.survey().duplicates().size();
    if (copies > 0) {
      lines.add(new Fact("duplicates", DataFacts.copies(copies)).line());
    }
    addLeftOut(facts, lines);
    facts.ofClasses().forEach(fact -> lines.add(fact.line()));
    List<String> classes = facts.chosen().classes();
    int[] counts = facts.chosen().classCounts();
    for (int label = 0; label < Math.min(counts.length, MOST_CLASSES); label++) {
      lines.add("%20d %s".formatted(counts[label], classes.get(label)));
    }
    if (counts.length > MOST_CLASSES) {
      lines.add(new Fact("", "...").line());
    }
    facts.ofTraining().forEach(fact -> lines.add(fact.line()));
    return lines;
  }

  private static void addLeftOut(DataFacts facts, List<String> lines) {
    facts.ignored().ifPresent(ignored -> lines.add(new Fact("left out", ignored).line()));
    List<SkippedFile> skipped = facts.chosen().skipped();
    if (!skipped.isEmpty()) {
      lines.add(new Fact("left out", skipped.size() + " that cannot be used:").line());
      skipped.stream()
          .limit(MOST_SKIPPED)
          .forEach(file -> lines.add(new Fact("", "" + file).line()));
      if (skipped.size() > MOST_SKIPPED) {
        lines.add(new Fact("", "...").line());
      }
    }
  }

  private static List<String> bars(Map<Integer, Integer> histogram) {
    int most = histogram.values().stream().mapToInt(count -> count).max().orElse(1);
    List<String> lines = new ArrayList<>();
    histogram.forEach(
        (low, count) -> {
          String bar = "#".repeat((int) Math.ceil((double) BAR * count / most));
          lines.add("%12s %7d %s".formatted(low + "-" + (2 * low - 1), count, bar).stripTrailing());
        });
    return lines;
  }
}
