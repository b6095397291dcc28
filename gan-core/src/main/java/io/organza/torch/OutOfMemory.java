package io.organza.torch;

import java.util.regex.Pattern;

/** Tells failures for want of memory, of the device or of the process, from others. */
public final class OutOfMemory {

  /** What PyTorch says of GPUs and of CUDA's libraries, and of CPUs on Linux and Windows. */
  private static final Pattern SAID =
      Pattern.compile(
          "not enough memory|can't allocate memory|out of memory"
              + "|CUBLAS_STATUS_ALLOC_FAILED|CUDNN_STATUS_ALLOC_FAILED",
          Pattern.CASE_INSENSITIVE);

  private OutOfMemory() {}

  /** Returns whether a tensor's memory was refused; Java's own heap is another matter. */
  public static boolean isCauseOf(RuntimeException e) {
    return SAID.matcher(String.valueOf(e.getMessage())).find();
  }
}
