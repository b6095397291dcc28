package io.organza.file;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Symbolic links, which Windows lets only some users make. */
public final class Links {

  private Links() {}

  /** Makes a link; where this user may not, the test counts as skipped. */
  public static Path make(Path link, Path target) {
    assumeTrue(canMake(link, target), "this user may make no links");
    return link;
  }

  /** Makes a link, and returns whether this user may. */
  public static boolean canMake(Path link, Path target) {
    try {
      return Files.isSymbolicLink(Files.createSymbolicLink(link, target));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
