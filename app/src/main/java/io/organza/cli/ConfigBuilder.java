package io.organza.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.organza.ConfigLayers;
import io.organza.GanConfig;
import io.organza.data.DataOptions;
import io.organza.record.RecordJson;
import io.organza.training.Schedule;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the configuration of a run: the preset, a file over it, options over both. */
final class ConfigBuilder {

  /** Fields whose option has another name, or that have none but the file's. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "learning-rate", "--lr",
          "ema-kimg", "--ema",
          "tick-kimg", "--tick",
          "source", "DATA",
          "beta1", "training.beta1",
          "beta2", "training.beta2",
          "channels", "network.channels");

  private static final String SOURCE = "builtin:flowers";
  private static final int SIDE = 32;
  private static final int CHANNELS = 3;

  private final StartOptions start;
  private final @Nullable PrecisionChoice precision;
  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private String fileText = "{}";

  /**
   * Lays the options; no file is read yet.
   *
   * @param source where the images are, if that was given
   */
  ConfigBuilder(@Nullable String source, StartOptions start, LossGroup loss, PaceGroup pace) {
    this.start = start;
    precision = pace.precision;
    values.put("/data/source", source);
    start.lay(values);
    loss.lay(values);
    pace.lay(values);
    problems.addAll(loss.problems());
    problems.addAll(pace.problems());
  }

  /** Returns the configuration, if it can be read; {@link #problems} then says if it is right. */
  Optional<GanConfig> build() {
    readFile();
    try {
      GanConfig config = layers().toConfig();
      config.problems().forEach(problem -> problems.add(named(problem)));
      return Optional.of(config);
    } catch (IllegalArgumentException e) {
      String.valueOf(e.getMessage())
          .lines()
          .forEach(line -> problems.add("--config " + start.file + ": " + line));
      return Optional.empty();
    }
  }

  /** Returns the precision: the option's, else the file's, else the faster one. */
  PrecisionChoice precision() {
    if (precision != null) {
      return precision;
    }
    JsonNode given = RecordJson.parse(fileText).at("/training/precision");
    return given.isMissingNode()
        ? PrecisionChoice.AUTO
        : PrecisionChoice.valueOf(given.asText().toUpperCase(Locale.ROOT));
  }

  /** Returns what is wrong, each with the option and the value. */
  List<String> problems() {
    return problems;
  }

  private void readFile() {
    if (start.file == null) {
      return;
    }
    try {
      fileText = Files.readString(start.file);
    } catch (IOException e) {
      String reason =
          e instanceof CharacterCodingException ? "it is not UTF-8" : Failures.describe(e);
      problems.add("--config %s: cannot be read: %s".formatted(start.file, reason));
    }
  }

  private ConfigLayers layers() {
    JsonNode file = RecordJson.parse(fileText);
    JsonNode network = file.path("network");
    int height = network.path("height").asInt(SIDE);
    int width = network.path("width").asInt(SIDE);
    if (start.resolution != null) {
      height = start.resolution.height();
      width = start.resolution.width();
    }
    DataOptions data = new DataOptions(SOURCE, false);
    int channels = network.path("channels").asInt(CHANNELS);
    GanConfig preset = start.preset.config(data, height, width, channels);
    ConfigLayers layers =
        ConfigLayers.over(preset)
            .set("/training/gamma", gamma(file, preset, height, width))
            .merge(fileText);
    for (Map.Entry<String, @Nullable Object> entry : values.entrySet()) {
      Object value = entry.getValue();
      if (value != null) {
        layers = layers.set(entry.getKey(), value);
      }
    }
    return layers;
  }

  /** Returns the preset's gamma for the batch that the option or the file asks for. */
  private Schedule gamma(JsonNode file, GanConfig preset, int height, int width) {
    int batch =
        values.get("/training/batch") instanceof Integer given
            ? given
            : file.at("/training/batch").asInt(preset.training().batch());
    return Schedule.constant(start.preset.gamma(height, width, Math.max(1, batch)));
  }

  /** Returns a problem of the configuration with its field's option. */
  private static String named(String problem) {
    int colon = problem.indexOf(':');
    if (colon < 0) {
      return problem;
    }
    String field = problem.substring(0, colon);
    return OPTIONS.getOrDefault(field, "--" + field) + problem.substring(colon);
  }
}
