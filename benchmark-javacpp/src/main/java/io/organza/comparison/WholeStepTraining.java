package io.organza.comparison;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.ModuleCall;
import io.organza.loss.LossOptions;
import io.organza.network.Discriminator;
import io.organza.network.Generator;
import io.organza.network.NetworkOptions;
import io.organza.torch.Precision;
import io.organza.torch.ScriptModule;
import io.organza.torch.Torch;
import io.organza.training.TrainingOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * The same step as one TorchScript function, {@code whole_step.py}, which Java calls once.
 *
 * <p>It does what Organza's step does, by the same functions of {@code operations.py} and in the
 * same order, all that is measured included: so what differs is that these are called from the
 * function, not each from Java. Weights come from Organza's networks, whose layers are not used.
 */
final class WholeStepTraining implements Training {

  private static final String CLASS = "Operations";
  private static final double EPSILON = 1e-8;

  /** Where the losses are in what a step returns. */
  private static final int DISCRIMINATOR_LOSS = 0;

  private static final int GENERATOR_LOSS = 6;

  private final Task task = new Task();
  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  private final LossOptions loss = Task.config().loss();
  private final TrainingOptions options = Task.config().training();
  private final Precision precision;
  private final int chunk;
  private final PtSymbolBlock module;
  private final Generator generator;
  private final Generator average;
  private final Discriminator discriminator;
  private final List<IValue> state;
  private long step;

  WholeStepTraining(Precision precision, int chunk) {
    this.precision = precision;
    this.chunk = chunk;
    NetworkOptions network = Task.config().network();
    generator = new Generator(network, precision, Task.SEED);
    generator.initialize(manager);
    average = new Generator(network, precision, Task.SEED);
    average.initialize(manager);
    discriminator = new Discriminator(network, precision, ~Task.SEED);
    discriminator.initialize(manager);
    NDList weights = new NDList(generator.trained().values());
    NDList judges = new NDList(discriminator.trained().values());
    state =
        List.of(
            lists(List.of(weights, zeros(weights), zeros(weights))),
            penalised(),
            list(statistics(generator)),
            lists(List.of(judges, zeros(judges), zeros(judges))),
            list(List.copyOf(average.trained().values())));
    module = load();
    // As Organza's own calls: specialising is for functions that run with many shapes.
    JniUtils.setGraphExecutorOptimize(false);
  }

  /** Tells of each weight of the generator whether L2 counts it. */
  private IValue penalised() {
    Set<String> counted = generator.penalised();
    List<String> names = List.copyOf(generator.trained().keySet());
    boolean[] flags = new boolean[names.size()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = counted.contains(names.get(i));
    }
    return IValue.listFrom(flags);
  }

  private PtSymbolBlock load() {
    String code =
        text(Torch.class, "operations.py") + text(WholeStepTraining.class, "whole_step.py");
    SeekableInMemoryByteChannel archive = new SeekableInMemoryByteChannel();
    try {
      new ScriptModule(CLASS, code, new TreeMap<>(), Map.of()).write(archive);
      int size = Math.toIntExact(archive.size());
      InputStream bytes = new ByteArrayInputStream(archive.array(), 0, size);
      return JniUtils.loadModule((PtNDManager) manager, bytes, false, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Class<?> beside, String name) {
    try (InputStream source = beside.getResourceAsStream(name)) {
      return new String(source.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static NDList zeros(List<NDArray> arrays) {
    return new NDList(arrays.stream().map(Torch::zerosLike).toList());
  }

  private static List<NDArray> statistics(Generator generator) {
    return generator.tensors().values().stream().filter(array -> !array.hasGradient()).toList();
  }

  private static IValue list(List<NDArray> arrays) {
    return IValue.listFrom(arrays.toArray(PtNDArray[]::new));
  }

  private static IValue lists(List<List<NDArray>> lists) {
    IValue[] each = lists.stream().map(WholeStepTraining::list).toArray(IValue[]::new);
    IValue all = IValue.listFrom(each);
    Arrays.stream(each).forEach(IValue::close);
    return all;
  }

  @Override
  public void train(int chunks, Listener listener) {
    Training.takeSteps(chunks, chunk, this::takeStep, listener);
  }

  private Losses takeStep() {
    try (NDManager scope = manager.newSubManager()) {
      int batch = Task.batch();
      NDArray real = scope.create(task.pixels(step), new Shape(Task.pixelShape()));
      long latentSize = Task.config().network().latentSize();
      NDArray latents = scope.create(Task.latents(step), new Shape(batch, latentSize));
      NDArray shares = scope.create(Task.judgementShares());
      List<IValue> inputs =
          Stream.of(real, latents, shares).map(x -> IValue.from((PtNDArray) x)).toList();
      List<IValue> numbers = numbers(step * batch);
      IValue[] arguments =
          Stream.of(inputs, state, numbers).flatMap(List::stream).toArray(IValue[]::new);
      try (IValue result = Torch.recorded(() -> ModuleCall.recordable(module, "step", arguments))) {
        float[] measured = result.toTensor((PtNDManager) scope).toFloatArray();
        step++;
        return new Losses(measured[DISCRIMINATOR_LOSS], measured[GENERATOR_LOSS]);
      } finally {
        inputs.forEach(IValue::close);
        numbers.forEach(IValue::close);
      }
    }
  }

  /** Returns what a step takes beside tensors, after so many images. */
  private List<IValue> numbers(long images) {
    double penaltyWeight =
        Task.isPenalised(step) ? options.gamma().at(images) / 2 * loss.penaltyEvery() : 0;
    double averageWeight =
        1 - Math.pow(0.5, options.batch() / (options.emaKimg().at(images) * 1000));
    return List.of(
        IValue.from(penaltyWeight),
        IValue.from(loss.l2()),
        IValue.from(loss.clipAt()),
        IValue.from(averageWeight),
        IValue.from(step + 1.0),
        rates(options.generatorRate(), images),
        rates(1, images),
        IValue.from(precision == Precision.BF16));
  }

  private IValue rates(double factor, long images) {
    double rate = options.learningRate().at(images) * factor;
    return IValue.listFrom(rate, options.beta1(), options.beta2().at(images), EPSILON);
  }

  @Override
  public List<SortedMap<String, String>> shapes() {
    return List.of(shapes(generator.trained()), shapes(discriminator.trained()));
  }

  private static SortedMap<String, String> shapes(SortedMap<String, NDArray> arrays) {
    SortedMap<String, String> shapes = new TreeMap<>();
    arrays.forEach((name, a) -> shapes.put(name, Arrays.toString(a.getShape().getShape())));
    return shapes;
  }

  /**
   * Returns the generator's moving average by name, with the running statistics of the beginning.
   */
  SortedMap<String, NDArray> average() {
    return average.tensors();
  }

  @Override
  public void close() {
    state.forEach(IValue::close);
    module.close();
    manager.close();
  }
}
