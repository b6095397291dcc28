package io.organza.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.organza.ConfigLayers;
import io.organza.GanConfig;
import io.organza.Preset;
import io.organza.data.DataOptions;
import io.organza.network.NetworkOptions;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the configuration of a run: a preset or another run's, a file over it, options over both.
 */
final class ConfigBuilder {

  static final String SOURCE = "builtin:flowers";
  private static final int SIDE = 32;
  private static final int CHANNELS = 3;

  private final BaseOptions base;
  private final LossGroup loss;
  private final @Nullable PrecisionChoice precision;
  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private String fileText = "{}";

  /**
   * Lays the options; no file is read yet.
   *
   * @param source where the images are, if that was given
   */
  ConfigBuilder(@Nullable String source, BaseOptions base, LossGroup loss, PaceGroup pace) {
    this.base = base;
    this.loss = loss;
    precision = pace.rate.precision;
    values.put("/data/source", source);
    base.lay(values);
    loss.lay(values);
    pace.lay(values);
    problems.addAll(pace.problems());
  }

  /**
   * Returns the configuration over a preset, if it can be read; {@link #problems} then says if it
   * is right. The classes are still to be found, also where the file is another run's.
   */
  Optional<GanConfig> over(Preset preset) {
    readFile();
    return build(() -> layers(preset), OptionNames.ARGUMENT)
        .map(config -> Datasets.classed(config, List.of()));
  }

  /** Returns the configuration over that of a run, as above. */
  Optional<GanConfig> over(GanConfig run) {
    readFile();
    return build(() -> ConfigLayers.over(run).merge(fileText), OptionNames.DATA);
  }

  private Optional<GanConfig> build(Supplier<ConfigLayers> below, String source) {
    try {
      ConfigLayers layers = below.get();
      for (Map.Entry<String, @Nullable Object> entry : values.entrySet()) {
        Object value = entry.getValue();
        if (value instanceof ScheduleChoice choice) {
          layers = choice.over(layers, entry.getKey());
        } else if (value != null) {
          layers = layers.set(entry.getKey(), value);
        }
      }
      GanConfig config = layers.toConfig();
      problems.addAll(loss.problems(config.loss()));
      problems.addAll(OptionNames.named(config.problems(), source));
      return Optional.of(config);
    } catch (IllegalArgumentException e) {
      String.valueOf(e.getMessage())
          .lines()
          .forEach(line -> problems.add("--config " + base.file + ": " + line));
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

  /** Returns whether the file has a value at a place, such as {@code /network/channels}. */
  boolean fileHas(String place) {
    return !RecordJson.parse(fileText).at(place).isMissingNode();
  }

  private void readFile() {
    if (base.file == null) {
      return;
    }
    try {
      fileText = Files.readString(base.file);
    } catch (IOException e) {
      String reason =
          e instanceof CharacterCodingException ? "it is not UTF-8" : Failures.describe(e);
      problems.add("--config %s: cannot be read: %s".formatted(base.file, reason));
    }
  }

  private ConfigLayers layers(Preset preset) {
    JsonNode file = RecordJson.parse(fileText);
    JsonNode network = file.path("network");
    int height = network.path("height").asInt(SIDE);
    int width = network.path("width").asInt(SIDE);
    if (base.resolution != null && !base.resolution.isAuto()) {
      height = base.resolution.height();
      width = base.resolution.width();
    }
    int channels = network.path("channels").asInt(CHANNELS);
    DataOptions data = DataOptions.of(SOURCE, labels(file));
    GanConfig usual = preset.config(data, height, width, channels);
    return ConfigLayers.over(usual)
        .set("/training/gamma", gamma(preset, file, usual))
        .set("/training/augment/rampKimg", rampKimg(file, usual))
        .merge(fileText);
  }

  private String labels(JsonNode file) {
    return values.get("/data/labels") instanceof String given
        ? given
        : file.at("/data/labels").asText(DataOptions.NO_LABELS);
  }

  /** Returns the preset's gamma for the batch that the option or the file asks for. */
  private Schedule gamma(Preset preset, JsonNode file, GanConfig usual) {
    int batch =
        values.get("/training/batch") instanceof Integer given
            ? given
            : file.at("/training/batch").asInt(usual.training().batch());
    NetworkOptions network = usual.network();
    return preset.gamma(usual.data(), network.height(), network.width(), Math.max(1, batch));
  }

  /**
   * Returns how fast adaptive augmentation may rise: ADA's 500 kimg, and in a short run a quarter.
   */
  private double rampKimg(JsonNode file, GanConfig usual) {
    double kimg =
        values.get("/training/kimg") instanceof Double given
            ? given
            : file.at("/training/kimg").asDouble(usual.training().kimg());
    return Math.min(usual.training().augment().rampKimg(), Math.max(1, kimg) / 4);
  }
}
