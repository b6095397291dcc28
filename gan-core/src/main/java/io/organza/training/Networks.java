package io.organza.training;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.organza.network.Discriminator;
import io.organza.network.Generator;
import io.organza.network.NetworkOptions;
import io.organza.torch.Precision;

/**
 * The two networks on one device.
 *
 * @param manager the owner of their weights; what a step makes belongs to scopes below it
 */
record Networks(NDManager manager, Generator generator, Discriminator discriminator)
    implements AutoCloseable {

  /** Creates networks with the initial weights of the seed. */
  static Networks of(NetworkOptions options, Precision precision, long seed, Device device) {
    NDManager manager = NDManager.newBaseManager(device, "PyTorch");
    Generator generator = new Generator(options, precision, seed);
    generator.initialize(manager);
    Discriminator discriminator = new Discriminator(options, precision, ~seed);
    discriminator.initialize(manager);
    return new Networks(manager, generator, discriminator);
  }

  /** Returns the weights and running statistics of both. */
  NDList tensors() {
    NDList tensors = new NDList(generator.tensors().values());
    tensors.addAll(discriminator.tensors().values());
    return tensors;
  }

  @Override
  public void close() {
    manager.close();
  }
}
