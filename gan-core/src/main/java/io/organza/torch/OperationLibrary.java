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
import ai.djl.pytorch.jni.ModuleCall;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * The compiled functions of {@code operations.py}, called by name.
 *
 * <p>PyTorch loads them as a {@link ScriptModule} that is put together here in memory. Immutable
 * once loaded, and kept for the life of the process.
 */
final class OperationLibrary {

  private static final String CLASS = "Operations";

  private final PtSymbolBlock module;

  OperationLibrary() {
    NDManager manager = NDManager.newBaseManager("PyTorch");
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

  /** Calls a function of tensors; what it returns belongs to the first argument's manager. */
  NDList call(String function, NDArray... tensors) {
    IValue[] arguments = new IValue[tensors.length];
    for (int i = 0; i < tensors.length; i++) {
      arguments[i] = IValue.from((PtNDArray) tensors[i]);
    }
    return call(tensors[0].getManager(), function, arguments);
  }

  /** Calls a function of a tensor and a list of tensors. */
  NDList callWithList(String function, NDArray first, List<NDArray> list) {
    return call(first.getManager(), function, IValue.from((PtNDArray) first), list(list));
  }

  /** Calls a function; what it returns belongs to the owner. Closes the arguments. */
  NDList call(NDManager owner, String function, IValue... arguments) {
    try (IValue result = run(ModuleCall::recordable, function, arguments)) {
      return result.toNDList((PtNDManager) owner);
    }
  }

  /** Calls a function that changes its arguments in place, without recording; closes them. */
  void update(String function, IValue... arguments) {
    run(IValueUtils::runMethod, function, arguments).close();
  }

  /** As {@link #update}, for a function that returns tensors. */
  NDList update(NDManager owner, String function, IValue... arguments) {
    try (IValue result = run(IValueUtils::runMethod, function, arguments)) {
      return result.toNDList((PtNDManager) owner);
    }
  }

  /** A way to call a function of the module. */
  private interface Call {
    IValue run(PtSymbolBlock module, String function, IValue... arguments);
  }

  private IValue run(Call call, String function, IValue... arguments) {
    // A function runs with a few shapes only: there is nothing to gain by specialising it.
    JniUtils.setGraphExecutorOptimize(false);
    try {
      return call.run(module, function, arguments);
    } finally {
      for (IValue argument : arguments) {
        argument.close();
      }
    }
  }

  static IValue list(List<NDArray> arrays) {
    return IValue.listFrom(arrays.toArray(PtNDArray[]::new));
  }

  static IValue flags(List<Boolean> flags) {
    boolean[] values = new boolean[flags.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = flags.get(i);
    }
    return IValue.listFrom(values);
  }
}
