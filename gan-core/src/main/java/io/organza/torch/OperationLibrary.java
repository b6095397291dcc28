package io.organza.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The compiled functions of {@code operations.py}, called by name.
 *
 * <p>PyTorch loads them from a TorchScript archive, a small zip that is put together here in
 * memory. Immutable once loaded, and kept for the life of the process.
 */
final class OperationLibrary {

  private static final String CLASS = "Operations";

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final PtSymbolBlock module;
  private final Map<String, NDArray> selectors = new ConcurrentHashMap<>();

  OperationLibrary() {
    try (InputStream source = OperationLibrary.class.getResourceAsStream("operations.py")) {
      InputStream archive = new ByteArrayInputStream(archive(source.readAllBytes()));
      module = JniUtils.loadModule((PtNDManager) manager, archive, false, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Calls a function of tensors; what it returns belongs to the first argument's manager.
   *
   * <p>DJL takes arrays' names for instructions how to pass them, so the arguments lose theirs.
   */
  NDList call(String function, NDArray... tensors) {
    NDList arguments = new NDList(tensors.length + 1);
    for (NDArray tensor : tensors) {
      tensor.setName(null);
      arguments.add(tensor);
    }
    return forward(function, arguments);
  }

  /** Calls a function of a tensor and a list of tensors. */
  NDList callWithList(String function, NDArray first, List<NDArray> list) {
    NDList arguments = new NDList(list.size() + 2);
    first.setName(null);
    arguments.add(first);
    for (NDArray element : list) {
      element.setName("list[]");
      arguments.add(element);
    }
    return forward(function, arguments);
  }

  private NDList forward(String function, NDList arguments) {
    // A function runs with a few shapes only: there is nothing to gain by specialising it.
    JniUtils.setGraphExecutorOptimize(false);
    arguments.add(selectors.computeIfAbsent(function, this::selector));
    return IValueUtils.forward(module, arguments, true);
  }

  /** DJL finds the function's name in the name of an extra argument. */
  private NDArray selector(String function) {
    NDArray selector = manager.create(0f);
    selector.setName("module_method:" + function);
    return selector;
  }

  /** Calls a function that changes its arguments in place, without recording; closes them. */
  void update(String function, IValue... arguments) {
    run(function, arguments).close();
  }

  /** As {@link #update}, for a function that returns a tensor. */
  NDArray update(NDManager owner, String function, IValue... arguments) {
    try (IValue result = run(function, arguments)) {
      return result.toTensor((PtNDManager) owner);
    }
  }

  private IValue run(String function, IValue... arguments) {
    JniUtils.setGraphExecutorOptimize(false);
    try {
      return IValueUtils.runMethod(module, function, arguments);
    } finally {
      for (IValue argument : arguments) {
        argument.close();
      }
    }
  }

  static IValue list(List<NDArray> arrays) {
    return IValue.listFrom(arrays.toArray(PtNDArray[]::new));
  }

  private static byte[] archive(byte[] source) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      put(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
      put(zip, "constants.pkl", emptyTuple());
      put(zip, "code/__torch__.py", source);
      put(zip, "data.pkl", emptyObject());
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry("operations/" + name);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /** The pickle of (): protocol 2, empty tuple, stop. */
  private static byte[] emptyTuple() {
    return new byte[] {(byte) 0x80, 2, ')', '.'};
  }

  /** The pickle of an object of the functions' class whose one attribute is training = True. */
  private static byte[] emptyObject() throws IOException {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.write(new byte[] {(byte) 0x80, 2}); // protocol 2
    pickle.write(("c__torch__\n" + CLASS + "\n").getBytes(StandardCharsets.US_ASCII)); // the class
    pickle.write(new byte[] {'q', 0, ')', (byte) 0x81, '}', '('}); // a new one of it, a dictionary
    pickle.write(new byte[] {'X', 8, 0, 0, 0}); // a string of 8 bytes
    pickle.write("training".getBytes(StandardCharsets.US_ASCII));
    pickle.write(new byte[] {'q', 1, (byte) 0x88, 'u', 'b', 'q', 2, '.'}); // True, set, build, stop
    return pickle.toByteArray();
  }
}
