package io.organza.cli;

import io.organza.sampling.SavedGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The generator that a person names.
 *
 * @param saved the generator
 * @param samples the folder for what is made with it
 */
record NamedGenerator(SavedGenerator saved, Path samples) {

  /** Finds an exported file of this name, or else what {@link Runs#find} does. */
  static NamedGenerator find(@Nullable String name, FolderOptions folders, Console console)
      throws IOException {
    Optional<Path> file =
        Optional.ofNullable(name).flatMap(Runs::path).filter(SavedGenerator::isExported);
    if (file.isPresent()) {
      return new NamedGenerator(SavedGenerator.open(file.get()), folders.samples);
    }
    Runs.Found found = new Runs(folders, console).find(name);
    return new NamedGenerator(SavedGenerator.of(found.checkpoint()), found.run().samples());
  }
}
