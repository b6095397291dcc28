package io.organza.comparison;

import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A network of JavaCPP's PyTorch: float32 parameters with the names, shapes and initial values of
 * Organza's.
 */
@SuppressWarnings("try") // Scopes, guards and collectors work by being open.
abstract class JavaCppNetwork {

  /** The number format of features and of what they are convolved with, and their layout. */
  record Format(ScalarType type, MemoryFormat layout) {

    /** Brings features (N, C, H, W) into the format. */
    Tensor enter(Tensor x) {
      return x.to(type).contiguous(layout);
    }
  }

  /** Parameters as a pass through the network takes them. */
  record Weights(Map<String, Tensor> byName) {

    Tensor get(String name) {
      Tensor tensor = byName.get(name);
      if (tensor == null) {
        throw new IllegalArgumentException(
            "name must be one of %s, got %s".formatted(byName.keySet(), name));
      }
      return tensor;
    }

    TensorOptional optional(String name) {
      return new TensorOptional(get(name));
    }
  }

  private final Map<String, Tensor> trained = new LinkedHashMap<>();
  private final Map<String, Tensor> statistics = new LinkedHashMap<>();
  private final Format format;
  private final long seed;

  JavaCppNetwork(Format format, long seed) {
    this.format = format;
    this.seed = seed;
  }

  abstract Tensor forward(Tensor x, Weights weights);

  Format format() {
    return format;
  }

  /** Returns the parameters, those of convolutions cast: gradients go back through the cast. */
  Weights weights() {
    Map<String, Tensor> cast = new LinkedHashMap<>(trained);
    cast.replaceAll((name, weight) -> isCast(name) ? weight.to(format.type()) : weight);
    return new Weights(cast);
  }

  /** All but the ends of the networks and the normalisation, which stay float32. */
  private static boolean isCast(String name) {
    return !(name.startsWith("head.") || name.startsWith("stem.") || name.contains(".norm."));
  }

  /** Returns the same, cut off from the parameters: no gradient is computed for them. */
  Weights frozenWeights() {
    try (NoGradGuard guard = new NoGradGuard()) {
      Map<String, Tensor> frozen = weights().byName();
      frozen.replaceAll((name, weight) -> weight.detach());
      return new Weights(frozen);
    }
  }

  /** Returns the trained parameters. */
  TensorVector trained() {
    return new TensorVector(trained.values().toArray(Tensor[]::new));
  }

  /** Returns the weights that a penalty counts: all that multiply. */
  Tensor[] penalised() {
    return trained.values().stream().filter(w -> w.dim() > 1).toArray(Tensor[]::new);
  }

  /** Returns the parameters and the running statistics. */
  Tensor[] tensors() {
    Map<String, Tensor> all = new LinkedHashMap<>(trained);
    all.putAll(statistics);
    return all.values().toArray(Tensor[]::new);
  }

  SortedMap<String, String> shapes() {
    SortedMap<String, String> shapes = new TreeMap<>();
    trained.forEach((name, w) -> shapes.put(name, Arrays.toString(w.sizes().vec().get())));
    return shapes;
  }

  /** Adds a parameter with the initial values that Organza's has at the same place. */
  final void weight(String name, double mean, double deviation, long... shape) {
    int place = trained.size() + statistics.size();
    int size = (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
    float[] values = RandomStream.of(seed, Purpose.WEIGHTS, place).gaussians(size);
    for (int i = 0; i < size; i++) {
      values[i] = (float) (mean + deviation * values[i]);
    }
    Tensor tensor = Tensor.create(values, shape).clone();
    Tensor own = shape.length == 4 ? tensor.contiguous(format.layout()) : tensor;
    trained.put(name, own.set_requires_grad(true));
  }

  final void bias(String name, long channels) {
    trained.put(name, torch.zeros(channels).set_requires_grad(true));
  }

  final void batchNorm(String name, long channels) {
    weight(name + ".weight", 1, 0.02, channels);
    bias(name + ".bias", channels);
    statistics.put(name + ".mean", torch.zeros(channels));
    statistics.put(name + ".variance", torch.ones(channels));
  }

  final Tensor normalise(Tensor x, Weights weights, String name) {
    Weights running = new Weights(statistics);
    return torch.batch_norm(
        x,
        weights.optional(name + ".weight"),
        weights.optional(name + ".bias"),
        running.optional(name + ".mean"),
        running.optional(name + ".variance"),
        true,
        0.1,
        1e-5,
        false);
  }
}
