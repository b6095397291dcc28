package io.organza.torch;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;

/**
 * Something small that a device computes, to learn whether it can: PyTorch also finds GPUs that it
 * has no kernels for.
 */
public final class DeviceProbe {

  private DeviceProbe() {}

  /** Returns why the device does not compute, in PyTorch's words; nothing if it does. */
  public static Optional<String> failure(Device device) {
    try (NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
      manager.ones(new Shape(2)).sum().getFloat();
      return Optional.empty();
    } catch (EngineException e) {
      return Optional.of(ScriptTrace.reason(e.getMessage()));
    }
  }
}
