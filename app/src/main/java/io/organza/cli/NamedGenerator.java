package io.organza.cli;

import io.organza.checkpoint.Checkpoint;
import io.organza.data.DataOptions;
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
 * @param data how the images were read that it learned from; the usual way if it is a file, which
 *     does not say
 */
record NamedGenerator(SavedGenerator saved, Path samples, DataOptions data) {

  /** Finds an exported file of this name, or else what {@link Runs#findGenerator} does. */
  static NamedGenerator find(@Nullable String name, FolderOptions folders, Console console)
      throws IOException {
    Optional<Path> file =
        Optional.ofNullable(name).flatMap(Runs::path).filter(SavedGenerator::isExported);
    if (file.isPresent()) {
      DataOptions usual = DataOptions.of(file.get().toString());
      return new NamedGenerator(SavedGenerator.open(file.get()), folders.samples, usual);
    }
    Runs.Found found = new Runs(folders, console).findGenerator(name);
    Checkpoint checkpoint = found.checkpoint();
    return new NamedGenerator(
        SavedGenerator.of(checkpoint), found.run().samples(), checkpoint.config().data());
  }

  /** Returns where something made with it goes if nobody says where. */
  Path file(String folder, String ending) {
    return samples.resolve(folder).resolve(saved.name() + ending);
  }
}
