package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import ai.djl.TrainingDivergedException;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.data.CacheException;
import io.organza.data.DataException;
import io.organza.data.LabelsException;
import io.organza.torch.Torch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FailuresTest {

  private final StringWriter err = new StringWriter();
  private final Console console =
      new Console(new PrintWriter(new StringWriter()), new PrintWriter(err), false);
  private final Failures failures = new Failures(console);

  private int report(Throwable thrown) {
    return failures.report(thrown, Set.of());
  }

  @Test
  void everyFailureHasItsExitCode() {
    assertThat(report(new UsageException("--batch: no"))).isEqualTo(2);
    assertThat(report(new LabelsException("labels: no"))).isEqualTo(2);
    assertThat(report(new DataException("no"))).isEqualTo(3);
    assertThat(report(new UncheckedIOException(new IOException("full")))).isEqualTo(3);
    assertThat(report(new TrainingDivergedException("diverged"))).isEqualTo(4);
    assertThat(report(new EngineException("CUDA out of memory. Tried"))).isEqualTo(5);
    assertThat(report(new EngineException("DefaultCPUAllocator: can't allocate memory")))
        .isEqualTo(5);
    String cublas = "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`";
    assertThat(report(new EngineException(cublas))).isEqualTo(5);
    assertThat(report(new EngineException("cuDNN error: CUDNN_STATUS_ALLOC_FAILED"))).isEqualTo(5);
    assertThat(report(new OutOfMemoryError("Java heap space"))).isEqualTo(5);
    assertThat(report(new CompletionException(new IOException("no")))).isEqualTo(3);
    assertThat(report(new DirectoryIteratorException(new IOException("stale")))).isEqualTo(3);
    assertThat(report(new IllegalStateException("what?"))).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(13).allMatch(line -> line.startsWith("organza: "));
  }

  @Test
  void aLibraryThatCannotBeLoadedIsToldWithTheRootCause() {
    Throwable missing = new UnsatisfiedLinkError("libgomp.so.1: cannot open");
    Throwable start = new EngineException("Failed to load PyTorch", missing);
    Throwable error = new ExceptionInInitializerError(start);
    assertThat(report(error)).isEqualTo(1);
    assertThat(report(new CompletionException(start))).isEqualTo(1);
    assertThat(err.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.contains("native library cannot be loaded: libgomp.so.1: cannot"));
  }

  /**
   * PyTorch's message begins with where it was, in many lines, and says what it was in the last.
   */
  @Test
  void whatFailsInPytorchIsToldByItsCause() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDArray x = manager.ones(new Shape(2, 3));
      NDArray weight = manager.ones(new Shape(5, 4));
      assertThat(report(catchThrowable(() -> Torch.linear(x, weight)))).isEqualTo(1);
    }
    assertThat(err.toString().lines())
        .singleElement(STRING)
        .startsWith("organza: this is a bug: mat1 and mat2 shapes cannot be multiplied (2x3 and");
  }

  @Test
  void memoryThatRanOutInPytorchIsToldByItsCause() {
    String message =
        """
        The following operation failed in the TorchScript interpreter.
        Traceback of TorchScript, serialized code (most recent call last):
          File "code/__torch__.py", line 5, in convolution
            return torch.conv2d(x, weight, None, [1, 1], [1, 1], [1, 1], 1)
                   ~~~~~~~~~~~~ <--- HERE
        RuntimeError: CUDA out of memory. Tried to allocate 2.00 GiB
        """;
    assertThat(report(new EngineException(message))).isEqualTo(5);
    assertThat(err.toString().strip())
        .isEqualTo("organza: out of memory: CUDA out of memory. Tried to allocate 2.00 GiB");
  }

  @Test
  void aFullDiskBelowTheCacheIsToldWithItsOption() {
    IOException full = new IOException("No space left on device");
    assertThat(report(new CacheException(Path.of("small", "a.pack"), full))).isEqualTo(3);
    assertThat(err.toString())
        .contains(Path.of("small", "a.pack") + ": No space left on device", "--cache");
  }

  @Test
  void whatJavaTellsByTheTypeAloneIsToldInWords() {
    assertThat(Failures.describe(new NotDirectoryException("a"))).isEqualTo("a: is not a folder");
    assertThat(Failures.describe(new FileAlreadyExistsException("a")))
        .isEqualTo("a: exists already");
    assertThat(Failures.describe(new FileAlreadyExistsException("a", null, "in use")))
        .isEqualTo("a: in use");
  }

  /** As Java reads arguments in the locale C, whose encoding is ASCII. */
  @Test
  void aNameThatTheLocaleCannotExpressIsToldWithOneThatCan() {
    String message = "no such folder, zip or tar: my odd \uFFFD\uFFFDn";
    assertThat(Failures.localeHint(message, "ANSI_X3.4-1968"))
        .isEqualTo(
            "; the locale's encoding, ANSI_X3.4-1968, cannot express the name:"
                + " try LC_ALL=C.UTF-8");
    assertThat(Failures.localeHint("M\u00fcll: cannot be a path", "ANSI_X3.4-1968")).isNotEmpty();
    assertThat(Failures.localeHint("M\u00fcll: cannot be a path", "ISO-8859-1")).isEmpty();
    assertThat(Failures.localeHint(message, "UTF-8")).isEmpty();
    assertThat(Failures.localeHint("no such folder: a", "ANSI_X3.4-1968")).isEmpty();
  }

  @Test
  void memoryThatRanOutIsFoundBelowOtherFailures() {
    Throwable heap = new OutOfMemoryError("Java heap space");
    assertThat(report(new IllegalStateException("what?", heap))).isEqualTo(5);
    assertThat(report(new ExceptionInInitializerError(heap))).isEqualTo(5);
    assertThat(err.toString().lines()).hasSize(2).allMatch(line -> line.contains("-Xmx"));
  }

  @Test
  void memoryThatRanOutIsToldWithTheOptionsThatTheCommandHas() {
    Throwable heap = new OutOfMemoryError("Java heap space");
    failures.report(heap, Set.of("--micro-batch", "--batch", "--preset", "--count"));
    report(heap);
    assertThat(err.toString().lines())
        .containsExactly(
            "organza: out of memory (Java's heap: -Xmx): try a smaller --micro-batch, --batch or"
                + " --preset. Java heap space",
            "organza: out of memory (Java's heap: -Xmx): Java heap space");
  }

  @Test
  void anErrorIsToldInALine() {
    assertThat(report(new StackOverflowError())).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
  }

  @Test
  void aPathWithoutPermissionIsNamed() {
    report(new AccessDeniedException("some/path"));
    assertThat(err.toString()).contains("some/path: no permission");
  }

  @Test
  void aStackTraceIsShownWhenAskedFor() {
    console.beVerbose();
    report(new IllegalStateException("what?"));
    assertThat(err.toString()).contains("what?", "\tat ");
  }
}
