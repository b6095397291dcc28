package io.organza.data;

import ai.djl.Device;
import ai.djl.basicdataset.BasicDatasets;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.Repository;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.translate.TranslateException;
import ai.djl.util.Utils;
import io.organza.data.SourceSurvey.Look;
import io.organza.data.SourceSurvey.Mode;
import io.organza.data.SourceSurvey.Size;
import io.organza.data.SourceSurvey.Stored;
import io.organza.file.Sha256;
import io.organza.image.Fit;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The training images of one of DJL's sets, read by DJL and kept in memory; their folders are their
 * classes.
 *
 * <p>DJL downloads a set once, into its own cache, and checks its sums.
 */
final class DjlImages implements ImageSource {

  private static final String REMEDY =
      "download the images yourself and give their folder, zip or tar";
  private static final int BLOCK = 1000;

  private final DjlSet set;
  private final int height;
  private final int width;
  private final int channels;
  private final byte[] levels; // (N, H, W, C)
  private final byte[] labels; // (N)
  private final String fingerprint;

  private DjlImages(DjlSet set, ArrayDataset dataset, NDManager manager) throws IOException {
    this.set = set;
    Shape shape;
    try (Batch first = dataset.getByRange(manager.newSubManager(), 0, 1)) {
      shape = first.getData().head().getShape(); // (1, H, W, C)
    }
    this.height = (int) shape.get(1);
    this.width = (int) shape.get(2);
    this.channels = (int) shape.get(3);
    int count = Math.toIntExact(dataset.size());
    this.levels = new byte[Math.multiplyExact(count, height * width * channels)];
    this.labels = new byte[count];
    for (int from = 0; from < count; from += BLOCK) {
      int to = Math.min(from + BLOCK, count);
      try (Batch block = dataset.getByRange(manager.newSubManager(), from, to)) {
        copy(block.getData().head(), levels, from * size());
        copy(block.getLabels().head(), labels, from);
      }
    }
    for (byte label : labels) {
      if (label < 0 || label >= set.classes().size()) {
        throw new IOException("a label is " + label);
      }
    }
    this.fingerprint = set.location() + " " + Sha256.of(levels);
  }

  /** Opens the set of a location from DJL's repository, or from DJL's cache if it is there. */
  static DjlImages open(String location) throws DataException {
    return open(DjlSet.of(location), BasicDatasets.REPOSITORY, Utils.isOfflineMode());
  }

  /**
   * Opens a set.
   *
   * @param offline whether nothing may be downloaded
   * @throws DataException if it is not in the cache and cannot be downloaded, or is damaged
   */
  static DjlImages open(DjlSet set, Repository repository, boolean offline) throws DataException {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      if (offline && !isCached(set, repository)) {
        throw new DataException(
            "%s: DJL has not downloaded it yet, and must not (-Dai.djl.offline=false allows it): %s"
                .formatted(set.location(), REMEDY));
      }
      ArrayDataset dataset = set.reader().of(repository, manager);
      dataset.prepare();
      return new DjlImages(set, dataset, manager);
    } catch (DataException e) {
      throw e;
    } catch (IOException | TranslateException | RuntimeException | AssertionError e) {
      // DJL answers damaged files with errors of any kind.
      throw new DataException(
          "%s: DJL cannot download or read it (%s): %s".formatted(set.location(), e, REMEDY), e);
    }
  }

  @Override
  public String name() {
    return set.word();
  }

  @Override
  public int count() {
    return labels.length;
  }

  @Override
  public Map<String, Integer> ignored() {
    return Map.of();
  }

  @Override
  public String path(int index) {
    return "%s/%s.%s".formatted(className(index), index, set.ending());
  }

  @Override
  public List<String> folders(int index) {
    return List.of(className(index));
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public Picture picture(int index, Fit fit, int height, int width) {
    byte[] own = levels(index);
    int type = channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
    BufferedImage image = new BufferedImage(this.width, this.height, type);
    image.getRaster().setDataElements(0, 0, this.width, this.height, own);
    return new Picture(
        fit.apply(image, height, width),
        Picture.contentOf(own),
        fit.enlarges(this.height, this.width, height, width),
        channels == 1);
  }

  @Override
  public Look look(int index, boolean whole) {
    Mode mode = new Mode(channels == 1, false, Byte.SIZE);
    String reader = "DJL " + Engine.getDjlVersion();
    Stored stored = new Stored(new Size(width, height), mode, reader);
    return new Look(Picture.contentOf(levels(index)), stored);
  }

  @Override
  public void close() {}

  private String className(int index) {
    return set.classes().get(labels[index]);
  }

  private byte[] levels(int index) {
    return Arrays.copyOfRange(levels, index * size(), (index + 1) * size());
  }

  private int size() {
    return height * width * channels;
  }

  private static boolean isCached(DjlSet set, Repository repository) throws IOException {
    Path folder = repository.getCacheDirectory().resolve(set.place(repository).toURI().getPath());
    return Files.exists(folder.resolve("metadata.json"))
        && Files.exists(folder.resolve(set.place(repository).getVersion()));
  }

  private static void copy(NDArray numbers, byte[] into, int offset) {
    byte[] bytes = numbers.toType(DataType.UINT8, false).toByteArray();
    System.arraycopy(bytes, 0, into, offset, bytes.length);
  }
}
