package io.organza.comparison;

import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;

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

  /** The adversarial losses of a step. */
  record Losses(double discriminator, double generator) {}

  /**
   * Takes steps one after another, for a training that has no loop of its own.
   *
   * @param chunks how many
   * @param chunk the steps of each
   */
  static void takeSteps(int chunks, int chunk, Supplier<Losses> step, Listener listener) {
    for (int done = 0; done < chunks; done++) {
      double discriminator = 0;
      double generator = 0;
      for (int i = 0; i < chunk; i++) {
        Losses losses = step.get();
        discriminator += losses.discriminator();
        generator += losses.generator();
      }
      listener.chunk(discriminator / chunk, generator / chunk);
    }
  }

  /** Is told the mean adversarial losses of each chunk. */
  interface Listener {
    void chunk(double discriminatorLoss, double generatorLoss);
  }
}
