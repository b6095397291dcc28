package io.organza.torch;

import ai.djl.pytorch.jni.JniUtils;

/** The threads that compute an operation on the CPU. */
public final class ComputeThreads {

  private ComputeThreads() {}

  /** Returns their number. */
  public static int count() {
    return JniUtils.getNumThreads();
  }

  /**
   * Lets so many threads compute the operations that this Java thread asks for; other Java threads
   * that ask for none before take it over.
   */
  public static void use(int threads) {
    JniUtils.setNumThreads(threads);
  }

  /** As {@link #use}, if there are more. */
  public static void useAtMost(int threads) {
    if (count() > threads) {
      use(threads);
    }
  }
}
