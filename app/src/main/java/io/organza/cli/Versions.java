package io.organza.cli;

import ai.djl.engine.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import picocli.CommandLine.IVersionProvider;

/** What the build put together. */
final class Versions implements IVersionProvider {

  private static final Properties BUILD = load();

  /** Returns the versions by name, for the records of a run. */
  static Map<String, String> byName() {
    return new TreeMap<>(
        Map.of(
            "Organza", BUILD.getProperty("version"),
            "DJL", BUILD.getProperty("djl"),
            "libtorch", BUILD.getProperty("libtorch")));
  }

  /** Returns the versions as a line. */
  static String line() {
    Map<String, String> versions = byName();
    return "Organza %s, DJL %s, libtorch %s"
        .formatted(versions.get("Organza"), versions.get("DJL"), versions.get("libtorch"));
  }

  /** Returns the version of CUDA that there are libraries for; "none" for CPUs alone. */
  static String cuda() {
    return BUILD.getProperty("cuda");
  }

  /** Returns "true" if DJL may download nothing. */
  static String offline() {
    return BUILD.getProperty("offline");
  }

  @Override
  public String[] getVersion() {
    return new String[] {line(), "Device: " + device()};
  }

  private static String device() {
    MachineOptions machine = new MachineOptions();
    try {
      String name = DeviceChoice.name(machine.find());
      return machine.unused().map(reason -> name + "; " + reason).orElse(name);
    } catch (EngineException | LinkageError e) {
      return "none, the native library cannot be loaded: " + e.getMessage();
    }
  }

  private static Properties load() {
    Properties build = new Properties();
    try (InputStream stream = Versions.class.getResourceAsStream("build.properties")) {
      build.load(stream);
      return build;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
