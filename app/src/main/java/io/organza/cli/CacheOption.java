package io.organza.cli;

import io.organza.data.PackCache;
import io.organza.metric.FloatCache;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says where decoded images are kept. */
final class CacheOption {

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description = "The folder for decoded images; default: your cache folder.")
  @Nullable Path cache;

  Path folder() {
    return cache != null
        ? cache
        : personal(System.getProperty("os.name"), System.getProperty("user.home"), System.getenv());
  }

  /** Returns the cache, of the usual size. */
  PackCache open() {
    return new PackCache(folder(), PackCache.USUAL_BYTES);
  }

  /** Returns what is kept for scores. */
  FloatCache scores() {
    return new FloatCache(open().scores());
  }

  /** Returns the option that leads another command to the same folder. */
  String arguments() {
    return cache == null ? "" : " --cache " + NextCommands.quoted(cache.toString());
  }

  /** Returns the folder that the operating system means for what can be made again. */
  static Path personal(String system, String home, Map<String, String> environment) {
    String name = system.toLowerCase(Locale.ROOT);
    String windows = environment.get("LOCALAPPDATA");
    if (name.startsWith("windows") && windows != null) {
      return Path.of(windows, "organza", "cache");
    }
    if (name.startsWith("mac")) {
      return Path.of(home, "Library", "Caches", "organza");
    }
    String xdg = Objects.requireNonNullElse(environment.get("XDG_CACHE_HOME"), "");
    return xdg.isEmpty() ? Path.of(home, ".cache", "organza") : Path.of(xdg, "organza");
  }
}
