package io.organza.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * The time that this process has computed: on one core it is what it took, had nothing else run.
 */
final class Cpu {

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private Cpu() {}

  /** Returns the seconds that all threads have computed so far, compiler and collector included. */
  static double seconds() {
    return SYSTEM.getProcessCpuTime() / 1e9;
  }
}
