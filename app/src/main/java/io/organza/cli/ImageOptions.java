package io.organza.cli;

import io.organza.sampling.Latents;
import io.organza.sampling.SavedGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which images are made. */
final class ImageOptions {

  private static final long COUNT = 64;
  private static final long MOST = 1_000_000_000_000L;
  private static final String ALL = "all";

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "How many images to make, with the seeds 0, 1, ...; default: 64.")
  @Nullable Long count;

  @Option(
      names = "--seeds",
      paramLabel = "LIST",
      description = "The seeds of the images to make instead: 0-63,100.")
  @Nullable SeedList seeds;

  @Option(
      names = "--latents",
      paramLabel = "FILE.npy",
      description = "An array of latents to make images of instead: float32 (N, latent size).")
  @Nullable Path latents;

  @Option(
      names = "--class",
      paramLabel = "NAME|all",
      description = "Make each seed of this class, or of all; default: seeds go round the classes.")
  @Nullable String className;

  @Mixin TruncationOption truncation = new TruncationOption();

  /**
   * What the options mean for a generator.
   *
   * @param plan the images; the seeds of those that are made of given latents are their rows
   * @param rule what the latents are
   * @param latents the SHA-256 of the file of the latents; empty if they are those of seeds
   */
  record Choice(ImagePlan plan, LatentRule rule, String latents) {}

  /**
   * Returns what the options mean for a generator.
   *
   * @throws IOException if the file of the latents cannot be read, or holds others
   */
  Choice choose(SavedGenerator saved) throws IOException {
    int size = saved.network().latentSize();
    if (latents == null) {
      SeedList list = seeds != null ? seeds : SeedList.first(count == null ? COUNT : count);
      return new Choice(plan(list, saved), new Latents(size, truncation.value())::of, "");
    }
    LatentsFile file = LatentsFile.read(latents, size);
    return new Choice(plan(SeedList.first(file.count()), saved), file::rows, file.sum());
  }

  private ImagePlan plan(SeedList list, SavedGenerator saved) {
    int classes = saved.network().classes();
    if (className == null) {
      return new ImagePlan(list, classes, List.of());
    }
    List<String> known = saved.classNames();
    boolean all = className.equals(ALL) && !known.contains(ALL);
    return new ImagePlan(
        list,
        classes,
        all && classes > 0 && known.size() == classes
            ? IntStream.range(0, classes).boxed().toList()
            : List.of(Classes.label(known, className)));
  }

  /** Returns what tells a folder of these images apart from those of the same checkpoint. */
  String variant() {
    if (latents != null) {
      return "-" + String.valueOf(latents.getFileName()).replaceFirst("\\.[^.]*$", "");
    }
    return truncation.isNone() ? "" : "-psi" + truncation.psi;
  }

  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (count != null && (count < 1 || count > MOST)) {
      problems.add("--count: must be at least 1 and at most %d, got %d".formatted(MOST, count));
    }
    if (count != null && seeds != null) {
      problems.add("--count %d and --seeds contradict each other: give one".formatted(count));
    }
    if (seeds != null && seeds.twice().isPresent()) {
      problems.add("--seeds: %d is given twice".formatted(seeds.twice().get()));
    }
    if (latents != null && (count != null || seeds != null || !truncation.isNone())) {
      problems.add(
          "--latents %s takes no --count, --seeds or --truncation: its rows are the latents"
              .formatted(latents));
    }
    problems.addAll(truncation.problems());
    return problems;
  }
}
