package io.organza.data;

import ai.djl.Application.CV;
import ai.djl.basicdataset.BasicDatasets;
import ai.djl.basicdataset.cv.classification.Cifar10;
import ai.djl.basicdataset.cv.classification.FashionMnist;
import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.MRL;
import ai.djl.repository.Repository;
import ai.djl.training.dataset.ArrayDataset;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A set of small images that DJL downloads, verifies and reads.
 *
 * @param word what a person calls it
 * @param artifact what DJL's repository calls it
 * @param ending of the files that it is made of
 * @param classes what its labels mean, in order
 * @param reader of its training images
 */
record DjlSet(
    String word, String artifact, String ending, List<String> classes, DjlSet.Reader reader) {

  /** Makes DJL's reader of (N, H, W, C) levels from 0 to 255 and N labels; it has read nothing. */
  @FunctionalInterface
  interface Reader {
    ArrayDataset of(Repository repository, NDManager manager);
  }

  static final DjlSet MNIST =
      new DjlSet(
          "mnist",
          "mnist",
          "idx",
          List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
          (repository, manager) ->
              Mnist.builder()
                  .optRepository(repository)
                  .optManager(manager)
                  .setSampling(1, false)
                  .build());

  static final DjlSet FASHION_MNIST =
      new DjlSet(
          "fashion-mnist",
          "fashmnist",
          "idx",
          List.of(
              "t-shirt",
              "trouser",
              "pullover",
              "dress",
              "coat",
              "sandal",
              "shirt",
              "sneaker",
              "bag",
              "ankle-boot"),
          (repository, manager) ->
              FashionMnist.builder()
                  .optRepository(repository)
                  .optManager(manager)
                  .setSampling(1, false)
                  .build());

  static final DjlSet CIFAR10 =
      new DjlSet(
          "cifar10",
          "cifar10",
          "bin",
          List.of(
              "airplane",
              "automobile",
              "bird",
              "cat",
              "deer",
              "dog",
              "frog",
              "horse",
              "ship",
              "truck"),
          (repository, manager) ->
              Cifar10.builder()
                  .optRepository(repository)
                  .optManager(manager)
                  .setSampling(1, false)
                  .build());

  private static final List<DjlSet> ALL = List.of(MNIST, FASHION_MNIST, CIFAR10);

  /** The only version of each. */
  private static final String VERSION = "1.0";

  /** Returns the set of a location. */
  static DjlSet of(String location) throws DataException {
    for (DjlSet set : ALL) {
      if (set.location().equals(location)) {
        return set;
      }
    }
    String known = ALL.stream().map(DjlSet::location).collect(Collectors.joining(", "));
    throw new DataException("DJL has no set that is called " + location + "; there is " + known);
  }

  /** Returns what a person names it by. */
  String location() {
    return ImageSource.DJL + word;
  }

  /** Returns where it is in a repository, without looking. */
  MRL place(Repository repository) {
    return repository.dataset(CV.ANY, BasicDatasets.GROUP_ID, artifact, VERSION);
  }
}
