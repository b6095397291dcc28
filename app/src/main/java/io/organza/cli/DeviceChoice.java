package io.organza.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.util.cuda.CudaUtils;
import io.organza.torch.DeviceProbe;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The device that was asked for, or several.
 *
 * @param name {@code auto}, {@code cpu}, or {@code gpu} and a number from 0; or several GPUs with
 *     commas between
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

  /** Returns whether several are asked for, which only training can use. */
  boolean isSeveral() {
    return name.contains(",");
  }

  /** Returns the first device; the engine starts if it did not yet. */
  Device find() {
    return findAll().get(0);
  }

  /** Returns all devices that were asked for; the engine starts if it did not yet. */
  List<Device> findAll() {
    Engine engine = Engine.getEngine("PyTorch");
    if (equals(CPU)) {
      return List.of(Device.cpu());
    }
    int gpus = engine.getGpuCount();
    if (equals(AUTO)) {
      boolean usable = gpus > 0 && failure(Device.gpu(0)).isEmpty();
      return List.of(usable ? Device.gpu(0) : Device.cpu());
    }
    List<Device> devices =
        Arrays.stream(name.split(","))
            .map(gpu -> Device.gpu(Integer.parseInt(gpu.substring(GPU.length()))))
            .toList();
    if (devices.stream().anyMatch(device -> device.getDeviceId() >= gpus)) {
      String reason =
          UnusedCard.find().map(card -> "; " + card.reason(Versions.cuda(), runtime())).orElse("");
      throw new UsageException(
          gpus == 0
              ? "--device: no GPU can be used here, got %s%s".formatted(name, reason)
              : "--device: GPUs that can be used here: gpu0 to gpu%d, got %s"
                  .formatted(gpus - 1, name));
    }
    for (Device device : devices) {
      failure(device)
          .ifPresent(
              reason -> {
                throw new UsageException("--device: " + reason);
              });
    }
    return devices;
  }

  /** Returns why a card is not used that could have been; the engine starts if it did not yet. */
  Optional<String> unused() {
    if (equals(CPU)) {
      return Optional.empty();
    }
    if (Engine.getEngine("PyTorch").getGpuCount() == 0) {
      return UnusedCard.find().map(card -> card.reason(Versions.cuda(), runtime()));
    }
    return equals(AUTO) ? failure(Device.gpu(0)) : Optional.empty();
  }

  /** Returns the version of CUDA's runtime library on the system, 0 for none: DJL logs neither. */
  private static int runtime() {
    try {
      return CudaUtils.getCudaVersion();
    } catch (IllegalStateException e) {
      return 0;
    }
  }

  /** Returns why a GPU that was found does not compute, and what to do; nothing if it does. */
  private static Optional<String> failure(Device gpu) {
    return DeviceProbe.failure(gpu)
        .map(
            said -> {
              int capability = Integer.parseInt(CudaUtils.getComputeCapability(gpu.getDeviceId()));
              return UnusedCard.failure(name(gpu), capability, said, Versions.cuda());
            });
  }

  /** Returns the devices' names as the option takes them. */
  static String name(List<Device> devices) {
    return devices.stream().map(DeviceChoice::name).collect(Collectors.joining(","));
  }

  /** Returns the device's name as the option takes it. */
  static String name(Device device) {
    return device.isGpu() ? GPU + device.getDeviceId() : "cpu";
  }

  /** Reads a device's name. */
  static DeviceChoice parse(String text) {
    List<String> names = List.of(text.split(",", -1));
    boolean gpus = names.stream().allMatch(name -> name.matches("gpu\\d{1,3}"));
    boolean different = new HashSet<>(names).size() == names.size();
    if (!text.matches("auto|cpu") && !(gpus && different)) {
      throw new IllegalArgumentException(
          "expected auto, cpu or gpuN, or different GPUs with commas, got '" + text + "'");
    }
    return new DeviceChoice(text);
  }
}
