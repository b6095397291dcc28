package io.organza.torch;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A TorchScript module of somebody else's, in a file, to be called.
 *
 * <p>Confined to a thread. Owns native memory until it is closed.
 */
public final class ScriptFile implements AutoCloseable {

  private static final String METHOD = "forward";

  /** How PyTorch ends the message of a call that does not fit. */
  private static final Pattern DECLARATION =
      Pattern.compile("Declaration: forward\\(\\S+ self(?:, )?(.*)\\) -> ");

  private final Path file;
  private final NDManager manager;
  private final PtSymbolBlock module;

  private ScriptFile(Path file, NDManager manager, PtSymbolBlock module) {
    this.file = file;
    this.manager = manager;
    this.module = module;
  }

  /**
   * Loads a file.
   *
   * @throws IOException if it is no TorchScript that this version of PyTorch reads
   */
  public static ScriptFile open(Path file, Device device) throws IOException {
    NDManager manager = NDManager.newBaseManager(device, "PyTorch");
    try {
      PtSymbolBlock module =
          JniUtils.loadModule(
              (PtNDManager) manager, file, true, new String[0], new String[0], false);
      return new ScriptFile(file, manager, module);
    } catch (EngineException e) {
      manager.close();
      throw new IOException(
          "%s: is not TorchScript: %s".formatted(file, ScriptTrace.reason(e.getMessage())), e);
    }
  }

  /**
   * Returns how the parameters of {@code forward} are declared: {@code Tensor x}, {@code bool
   * return_features=False}. PyTorch tells it to whoever calls without arguments.
   *
   * @throws IOException if it does not tell
   */
  public List<String> parameters() throws IOException {
    String told = "";
    try {
      IValueUtils.runMethod(module, METHOD).close();
    } catch (EngineException e) {
      told = String.valueOf(e.getMessage());
    }
    Matcher declaration = DECLARATION.matcher(told);
    if (!declaration.find()) {
      throw new IOException(file + ": has no function 'forward' that takes a tensor");
    }
    return List.of(declaration.group(1).split(", "));
  }

  /**
   * Calls {@code forward}, whose result is a tensor, or a list or tuple of one.
   *
   * @param flags the arguments after x
   * @return what belongs to the manager of x
   * @throws IOException if the call fails, or returns something else
   */
  public NDArray forward(NDArray x, List<Boolean> flags) throws IOException {
    JniUtils.setGraphExecutorOptimize(false);
    IValue[] arguments =
        Stream.concat(
                Stream.of(IValue.from((PtNDArray) x)), flags.stream().map(f -> IValue.from(f)))
            .toArray(IValue[]::new);
    try (IValue result = IValueUtils.runMethod(module, METHOD, arguments)) {
      return tensor(result, (PtNDManager) x.getManager());
    } catch (EngineException e) {
      throw new IOException(
          "%s: cannot be run: %s".formatted(file, ScriptTrace.reason(e.getMessage())), e);
    } finally {
      for (IValue argument : arguments) {
        argument.close();
      }
    }
  }

  private NDArray tensor(IValue result, PtNDManager owner) throws IOException {
    if (result.isTensor()) {
      return result.toTensor(owner);
    }
    if (result.isTensorList() || result.isTuple()) {
      NDArray[] all = result.toNDList(owner).toArray(NDArray[]::new);
      if (all.length == 1) {
        return all[0];
      }
      throw new IOException("%s: returns %d tensors, not one".formatted(file, all.length));
    }
    throw new IOException("%s: returns %s, not a tensor".formatted(file, result.getType()));
  }

  @Override
  public void close() {
    module.close();
    manager.close();
  }
}
