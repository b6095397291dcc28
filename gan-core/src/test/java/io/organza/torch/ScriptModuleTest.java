package io.organza.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptModuleTest {

  private static final String CODE =
      """
      class Line(Module):
        __parameters__ = []
        __buffers__ = ["offset", "slope", ]
        training : bool
        offset : Tensor
        slope : Tensor
        def forward(self: __torch__.Line, x: Tensor) -> Tensor:
          return torch.add(torch.mul(x, self.slope), self.offset)
      """;

  @TempDir Path folder;

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void close() {
    manager.close();
  }

  private Path written() throws Exception {
    TreeMap<String, NDArray> buffers = new TreeMap<>();
    // In memory the columns lie together; the values are 0 to 5 by rows.
    buffers.put("slope", manager.arange(6f).reshape(2, 3).transpose().duplicate().transpose());
    buffers.put("offset", manager.create(100f));
    Path file = folder.resolve("line.pt");
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      new ScriptModule("Line", CODE, buffers, Map.of("note.txt", "grüße")).write(out);
      assertThat(out.isOpen()).isTrue();
    }
    return file;
  }

  @Test
  void pytorchRunsTheCodeOnTheTensors() throws Exception {
    try (Model model = Model.newInstance("line", "PyTorch")) {
      model.load(written(), null, Map.of("extraFiles", "note.txt"));
      try (Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator())) {
        NDArray y = predictor.predict(new NDList(manager.ones(new Shape(2, 3)))).singletonOrThrow();

        assertThat(y.toFloatArray()).containsExactly(100, 101, 102, 103, 104, 105);
        assertThat(model.getProperty("note.txt")).isEqualTo("grüße");
      }
    }
  }

  @Test
  void allBytesAreAlignedAndUncompressed() throws Exception {
    try (ZipFile zip = ZipFile.builder().setPath(written()).get()) {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
        assertThat(entry.getDataOffset() % 64).as(entry.getName()).isZero();
        assertThat(entry.getCompressedSize()).isEqualTo(entry.getSize());
      }
      byte[] note = zip.getInputStream(zip.getEntry("Line/extra/note.txt")).readAllBytes();
      assertThat(new String(note, StandardCharsets.UTF_8)).isEqualTo("grüße");
    }
  }
}
