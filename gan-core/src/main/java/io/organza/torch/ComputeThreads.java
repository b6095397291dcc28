package io.organza.torch;

import ai.djl.pytorch.jni.JniUtils;

/** The threads that compute an operation on the CPU. */
public final class ComputeThreads {

  private ComputeThreads() {}

  /** Returns their number. */
  public static int count() {
    return JniUtils.getNumThreads();
  }

  /** Lets the operations that this Java thread asks for be computed by itself alone. */
  public static void useOne() {
    JniUtils.setNumThreads(1);
  }
}
