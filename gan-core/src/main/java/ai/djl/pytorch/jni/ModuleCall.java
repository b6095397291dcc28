package ai.djl.pytorch.jni;

import ai.djl.pytorch.engine.PtSymbolBlock;
import java.util.Arrays;

/**
 * A call of a TorchScript function that automatic differentiation may record.
 *
 * <p>It stands in DJL's package because that alone can reach the native method. DJL's own {@link
 * IValueUtils#forward} leaves its arguments behind if the call fails: with them all that they were
 * computed from, which for want of memory is most of the memory. {@link IValueUtils#runMethod}
 * never records.
 */
public final class ModuleCall {

  private ModuleCall() {}

  /**
   * Calls a function; the arguments remain the caller's.
   *
   * @param module the module that has the function
   * @return what it returns, to be closed
   */
  public static IValue recordable(PtSymbolBlock module, String function, IValue... arguments) {
    long[] handles = Arrays.stream(arguments).mapToLong(IValue::getHandle).toArray();
    return new IValue(
        PyTorchLibrary.LIB.moduleRunMethod(module.getHandle(), function, handles, true, false));
  }
}
