package io.organza.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The device that was asked for.
 *
 * @param name {@code auto}, {@code cpu}, or {@code gpu} and a number from 0
 */
record DeviceChoice(String name) {

  private static final String GPU = "gpu";

  /** The first GPU if there is one. */
  static final DeviceChoice AUTO = new DeviceChoice("auto");

  /** No GPU. */
  static final DeviceChoice CPU = new DeviceChoice("cpu");

  /** Returns whether the device may be missing. */
  boolean isGpu() {
    return name.startsWith(GPU);
  }

  /** Returns the device; the engine starts if it did not yet. */
  Device find() {
    Engine engine = Engine.getEngine("PyTorch");
    if (equals(CPU)) {
      return Device.cpu();
    }
    int gpus = engine.getGpuCount();
    if (equals(AUTO)) {
      return gpus > 0 ? Device.gpu(0) : Device.cpu();
    }
    int number = Integer.parseInt(name.substring(GPU.length()));
    if (number >= gpus) {
      String reason = UnusedCard.find().map(card -> "; " + card.reason(Versions.cuda())).orElse("");
      throw new UsageException(
          "--device: GPUs that can be used: %d, got %s%s"
              .formatted(gpus, name, gpus == 0 ? reason : ""));
    }
    return Device.gpu(number);
  }

  /** Returns the device's name as the option takes it. */
  static String name(Device device) {
    return device.isGpu() ? GPU + device.getDeviceId() : "cpu";
  }

  /** Reads a device's name. */
  static final class Converter implements ITypeConverter<DeviceChoice> {
    @Override
    public DeviceChoice convert(String text) {
      if (!text.matches("auto|cpu|gpu\\d{1,3}")) {
        throw new TypeConversionException("expected auto, cpu or gpuN, got '" + text + "'");
      }
      return new DeviceChoice(text);
    }
  }
}
