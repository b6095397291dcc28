package io.organza.comparison;

import java.util.List;
import java.util.SortedMap;

/** A training of the {@link Task} by one library. Confined to the thread that created it. */
interface Training extends AutoCloseable {

  /**
   * Trains, and tells the listener after each chunk of steps.
   *
   * @param chunks how many
   */
  void train(int chunks, Listener listener);

  /** Returns the shapes of the trained parameters by name, the generator's and the other's. */
  List<SortedMap<String, String>> shapes();

  @Override
  void close();

  /** Is told the mean adversarial losses of each chunk. */
  interface Listener {
    void chunk(double discriminatorLoss, double generatorLoss);
  }
}
