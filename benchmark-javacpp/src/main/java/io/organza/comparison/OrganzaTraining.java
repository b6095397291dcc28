package io.organza.comparison;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.organza.GanConfig;
import io.organza.torch.Precision;
import io.organza.training.RealBatch;
import io.organza.training.TickReport;
import io.organza.training.TrainingLoop;
import io.organza.training.TrainingObserver;
import io.organza.training.TrainingOptions;
import io.organza.training.TrainingState;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Organza's own loop, with all that it measures and keeps beside the step. */
final class OrganzaTraining implements Training {

  private final Task task = new Task();
  private final int chunk;
  private final TrainingLoop loop;

  OrganzaTraining(Precision precision, int chunk) {
    this.chunk = chunk;
    GanConfig config = Task.config();
    loop =
        new TrainingLoop(
            config.network(),
            config.loss(),
            options(config.training(), precision, chunk),
            Task.SEED,
            Device.cpu());
  }

  private static TrainingOptions options(TrainingOptions preset, Precision precision, int chunk) {
    return new TrainingOptions(
        Double.MAX_VALUE,
        preset.batch(),
        precision,
        preset.learningRate(),
        preset.generatorRate(),
        preset.beta1(),
        preset.beta2(),
        preset.gamma(),
        preset.emaKimg(),
        chunk * preset.batch() / 1000.0,
        preset.augment(),
        0,
        0);
  }

  @Override
  public void train(int chunks, Listener listener) {
    long end = loop.state().steps() + (long) chunks * chunk;
    TrainingObserver observer =
        new TrainingObserver() {
          @Override
          public void ticked(TrainingState state, TickReport report) {
            listener.chunk(report.discriminatorLoss(), report.generatorLoss());
          }
        };
    loop.run(
        step -> RealBatch.unlabelled(task.pixels(step)),
        List.of(observer),
        () -> loop.state().steps() == end);
  }

  @Override
  public List<SortedMap<String, String>> shapes() {
    return List.of(shapes("generator-adam"), shapes("discriminator-adam"));
  }

  /** Adam keeps a first moment of each trained parameter, and of nothing else. */
  private SortedMap<String, String> shapes(String group) {
    SortedMap<String, String> shapes = new TreeMap<>();
    loop.state()
        .group(group)
        .forEach(
            (name, array) -> {
              if (name.startsWith("first.")) {
                shapes.put(name.substring("first.".length()), shape(array));
              }
            });
    return shapes;
  }

  private static String shape(NDArray array) {
    return Arrays.toString(array.getShape().getShape());
  }

  /**
   * Returns the generator's moving average by name, with the running statistics of the beginning.
   */
  SortedMap<String, NDArray> average() {
    return loop.state().group("ema");
  }

  @Override
  public void close() {
    loop.close();
  }
}
