package io.organza.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import io.organza.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A DJL block that is a chain of layers, and that owns the parameters of all of them under plain
 * names such as {@code stage1.block0.first}.
 *
 * <p>Initial weights are a function of the seed alone. A network is confined to one thread at a
 * time.
 */
abstract class Network extends AbstractBlock {

  /** The share of a batch in running statistics, in training. */
  static final double MOMENTUM = 0.1;

  private final NetworkOptions options;
  private final long seed;
  private final List<Layer> layers = new ArrayList<>();

  Network(NetworkOptions options, long seed) {
    this.options = options;
    this.seed = seed;
  }

  /** Computes an unconditional network for a batch. */
  public NDArray forward(NDArray x, boolean training) {
    return forward(x, Labels.none(x.getManager()), training);
  }

  /**
   * Computes the network for a batch.
   *
   * @param labels the class of each image, as {@link Labels} makes them; none if the network is
   *     unconditional
   */
  public NDArray forward(NDArray x, NDArray labels, boolean training) {
    return forward(new Layer.Pass(x, labels, 1, training ? MOMENTUM : 0, null));
  }

  NDArray forward(Layer.Pass pass) {
    long expected = options.conditional() ? pass.input().getShape().get(0) : 0;
    if (pass.labels().size() != expected) {
      throw new IllegalArgumentException(
          "labels must be " + expected + ", one for each image, got " + pass.labels().size());
    }
    NDArray features = Torch.same(pass.input()); // The input stays its owner's.
    for (Layer layer : layers) {
      features = apply(layer, features, pass);
    }
    return features;
  }

  /**
   * Computes a layer, and lets go of what came in and of all in between. What gradients need of
   * them PyTorch keeps itself, and frees on its way back.
   */
  private static NDArray apply(Layer layer, NDArray x, Layer.Pass pass) {
    NDManager owner = x.getManager();
    try (NDManager scope = owner.newSubManager()) {
      x.attach(scope);
      NDArray y = layer.apply(x, pass);
      y.attach(owner);
      return y;
    }
  }

  /** Creates the parameters, in float32, in the given manager. */
  public void initialize(NDManager manager) {
    initialize(manager, DataType.FLOAT32, inputShape());
  }

  /** Returns all parameters and running statistics by name, in the order of their names. */
  public SortedMap<String, NDArray> tensors() {
    SortedMap<String, NDArray> tensors = new TreeMap<>();
    for (Parameter parameter : getDirectParameters().values()) {
      tensors.put(parameter.getName(), parameter.getArray());
    }
    return tensors;
  }

  /** Returns the parameters that are trained, in the order of their names. */
  public SortedMap<String, NDArray> trained() {
    SortedMap<String, NDArray> trained = tensors();
    trained.values().removeIf(array -> !array.hasGradient());
    return trained;
  }

  /**
   * Returns the names of those of {@link #trained} that a weight penalty counts: all that multiply,
   * so neither biases nor scales nor embeddings.
   *
   * <p>Most embeddings get no gradient at a step, for their class is not shown. Adam would make
   * whole steps of the little that a penalty adds, and rare classes would be forgotten.
   */
  public Set<String> penalised() {
    return getDirectParameters().values().stream()
        .filter(parameter -> parameter.getType() == Parameter.Type.WEIGHT)
        .filter(parameter -> parameter.getArray().getShape().dimension() > 1)
        .map(Parameter::getName)
        .collect(Collectors.toUnmodifiableSet());
  }

  abstract Shape inputShape();

  void add(Layer layer) {
    layers.add(layer);
  }

  /** Adds a trained parameter whose initial values are normal around 0. */
  Parameter weight(String name, double deviation, long... shape) {
    return weight(name, 0, deviation, shape);
  }

  /** Adds a trained parameter whose initial values are normal around the given mean. */
  Parameter weight(String name, double mean, double deviation, long... shape) {
    return normal(name, Parameter.Type.WEIGHT, mean, deviation, shape);
  }

  /**
   * Adds a trained vector (size) for each class, whose initial values are normal around the mean.
   */
  Parameter embedding(String name, double mean, double deviation, long size) {
    return normal(name, Parameter.Type.OTHER, mean, deviation, options.classes(), size);
  }

  private Parameter normal(
      String name, Parameter.Type type, double mean, double deviation, long... shape) {
    RandomStream random = RandomStream.of(seed, Purpose.WEIGHTS, getDirectParameters().size());
    return addParameter(
        Parameter.builder()
            .setName(name)
            .setType(type)
            .optInitializer((manager, s, dataType) -> normal(manager, s, random, mean, deviation))
            .optShape(new Shape(shape))
            .build());
  }

  /** Adds a trained parameter (C) that begins at 0. */
  Parameter bias(String name, long channels) {
    return constant(name, Parameter.Type.BIAS, 0, channels);
  }

  /** Adds a running statistic (C) that is not trained. */
  Parameter statistic(String name, float initial, long channels) {
    return constant(name, Parameter.Type.RUNNING_MEAN, initial, channels);
  }

  private Parameter constant(String name, Parameter.Type type, float value, long channels) {
    return addParameter(
        Parameter.builder()
            .setName(name)
            .setType(type)
            .optRequiresGrad(type == Parameter.Type.BIAS)
            .optInitializer((manager, shape, dataType) -> manager.full(shape, value, dataType))
            .optShape(new Shape(channels))
            .build());
  }

  private static NDArray normal(
      NDManager manager, Shape shape, RandomStream random, double mean, double deviation) {
    float[] values = random.gaussians((int) shape.size());
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (mean + deviation * values[i]);
    }
    // A copy in PyTorch's own memory: that of a created array is Java's.
    try (NDArray created = manager.create(values, shape)) {
      return shape.dimension() == 4 ? Torch.channelsLastCopy(created) : created.duplicate();
    }
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    return new NDList(
        inputs.size() == 1
            ? forward(inputs.get(0), training)
            : forward(inputs.get(0), inputs.get(1), training));
  }
}
