package io.organza.cli;

import io.organza.data.PackCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code organza cache}: the decoded images, and numbers for scores, that are kept. */
@Command(
    name = "cache",
    sortOptions = false,
    description =
        "Lists the decoded images, and numbers for scores, that are kept for the next start, or"
            + " deletes them.",
    footer = {"", "Example: organza cache clear"})
final class CacheCommand implements Callable<Integer> {

  /** What to do with the cache. */
  enum Action {
    LIST,
    CLEAR
  }

  private final Console console;

  @Parameters(arity = "0..1", paramLabel = "list|clear", description = "What to do; default: list.")
  Action action = Action.LIST;

  @Mixin CacheOption cache = new CacheOption();

  CacheCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Path folder = cache.folder();
    if (action == Action.CLEAR || !Files.isDirectory(folder)) {
      UsageException.check(Folders.problems("--cache", folder));
    }
    PackCache packs = cache.open();
    switch (action) {
      case LIST -> {
        List<PackCache.Entry> entries = packs.list();
        entries.forEach(entry -> console.result(line(entry)));
        console.result("%s in %s".formatted(size(entries), folder));
      }
      case CLEAR -> {
        console.result("Deleted " + Format.bytes(packs.clear()));
        List<PackCache.Entry> left = packs.list();
        if (!left.isEmpty()) {
          // Windows deletes nothing that is mapped into memory.
          console.warn(
              "%s stay in %s: another process uses them, or this one may not delete them"
                  .formatted(size(left), folder));
        }
      }
    }
    return ExitCodes.DONE;
  }

  private static String size(List<PackCache.Entry> entries) {
    return Format.bytes(entries.stream().mapToLong(PackCache.Entry::bytes).sum());
  }

  private static String line(PackCache.Entry entry) {
    return "%8s  %s, used %s  %s"
        .formatted(
            Format.bytes(entry.bytes()),
            entry.content(),
            entry.used().truncatedTo(ChronoUnit.SECONDS),
            entry.file().getFileName());
  }
}
