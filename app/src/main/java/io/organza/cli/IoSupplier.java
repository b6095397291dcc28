package io.organza.cli;

import java.io.IOException;

/** Makes or finds something, for which it may need files. */
@FunctionalInterface
interface IoSupplier<T> {
  T get() throws IOException;
}
