package io.organza.export;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import com.fasterxml.jackson.databind.JsonNode;
import io.organza.network.NetworkOptions;
import io.organza.record.RecordJson;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** TorchScript, run by DJL without anything of Organza's own. */
record TorchScriptTarget(PixelValues values) implements Target {

  private static final String METADATA = "metadata.json";

  @Override
  public void write(NetworkFunction generator, Map<String, String> metadata, FileChannel out)
      throws IOException {
    TorchScriptGraph graph = new TorchScriptGraph(generator.tensors());
    GeneratorGraph.write(generator.options(), values, graph);
    JsonNode json = RecordJson.tree(metadata);
    graph
        .module(generator.options().conditional(), Map.of(METADATA, json.toPrettyString() + "\n"))
        .write(out);
  }

  @Override
  public ImageFunction load(Path file, NetworkFunction generator) throws IOException {
    Model model = Model.newInstance("generator", Device.cpu(), "PyTorch");
    try {
      model.load(file);
      return new Loaded(model, generator.options(), values);
    } catch (IOException | MalformedModelException | RuntimeException e) {
      model.close();
      throw e instanceof IOException io ? io : new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private record Loaded(Model model, NetworkOptions options, PixelValues values)
      implements ImageFunction {

    @Override
    public float[] images(float[] latents, int[] labels) throws IOException {
      int latentSize = options.latentSize();
      int count = latents.length / latentSize;
      try (NDManager scope = model.getNDManager().newSubManager();
          Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator())) {
        NDList inputs = new NDList(scope.create(latents, new Shape(count, latentSize)));
        if (labels.length > 0) {
          inputs.add(scope.create(Arrays.stream(labels).asLongStream().toArray()));
        }
        NDList outputs = predictor.predict(inputs);
        try (NDArray image = outputs.singletonOrThrow()) {
          return switch (values) {
            case UNIT -> image.toFloatArray();
            case BYTES -> PixelValues.toUnit(image.toByteArray(), options);
          };
        }
      } catch (TranslateException e) {
        throw new IOException("the TorchScript file cannot be run: " + e.getMessage(), e);
      }
    }

    @Override
    public void close() {
      model.close();
    }
  }
}
