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
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * The compiled functions of {@code operations.py}, called by name.
 *
 * <p>PyTorch loads them as a {@link ScriptModule} that is put together here in memory. Immutable
 * once loaded, and kept for the life of the process.
 */
final class OperationLibrary {

  private static final String CLASS = "Operations";

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final PtSymbolBlock module;
  private final Map<String, NDArray> selectors = new ConcurrentHashMap<>();

  OperationLibrary() {
    try (InputStream source = OperationLibrary.class.getResourceAsStream("operations.py")) {
      String code = new String(source.readAllBytes(), StandardCharsets.UTF_8);
      SeekableInMemoryByteChannel archive = new SeekableInMemoryByteChannel();
      new ScriptModule(CLASS, code, new TreeMap<>(), Map.of()).write(archive);
      int size = Math.toIntExact(archive.size());
      InputStream bytes = new ByteArrayInputStream(archive.array(), 0, size);
      module = JniUtils.loadModule((PtNDManager) manager, bytes, false, false);
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
}
