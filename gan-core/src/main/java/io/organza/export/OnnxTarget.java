package io.organza.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.organza.network.NetworkOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** ONNX, run by ONNX Runtime. */
record OnnxTarget(PixelValues values) implements Target {

  @Override
  public void write(NetworkFunction generator, Map<String, String> metadata, FileChannel out)
      throws IOException {
    OnnxGraph graph = new OnnxGraph(generator.options(), generator.tensors());
    GeneratorGraph.write(generator.options(), values, graph);
    graph.model(metadata).writeTo(Channels.newOutputStream(out));
  }

  @Override
  public ImageFunction load(Path file, NetworkFunction generator) throws IOException {
    OrtEnvironment runtime =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "organza");
    try {
      runtime.setTelemetry(false);
      // By its bytes: not all paths that Java can write does the runtime find.
      OrtSession session = runtime.createSession(Files.readAllBytes(file));
      return new Loaded(runtime, session, generator.options(), values);
    } catch (OrtException e) {
      throw new IOException("ONNX Runtime cannot load what was written: " + e.getMessage(), e);
    }
  }

  private record Loaded(
      OrtEnvironment runtime, OrtSession session, NetworkOptions options, PixelValues values)
      implements ImageFunction {

    @Override
    public float[] images(float[] latents, int[] labels) throws IOException {
      int latentSize = options.latentSize();
      long count = latents.length / latentSize;
      Map<String, OnnxTensor> inputs = new HashMap<>();
      try {
        inputs.put(
            GraphWriter.LATENT,
            OnnxTensor.createTensor(
                runtime, FloatBuffer.wrap(latents), new long[] {count, latentSize}));
        if (labels.length > 0) {
          LongBuffer classes = LongBuffer.wrap(Arrays.stream(labels).asLongStream().toArray());
          inputs.put(
              GraphWriter.LABEL, OnnxTensor.createTensor(runtime, classes, new long[] {count}));
        }
        try (OrtSession.Result outputs = session.run(inputs)) {
          return pixels((OnnxTensor) outputs.get(0));
        }
      } catch (OrtException e) {
        throw new IOException("the ONNX file cannot be run: " + e.getMessage(), e);
      } finally {
        inputs.values().forEach(OnnxTensor::close);
      }
    }

    private float[] pixels(OnnxTensor image) {
      return switch (values) {
        case UNIT -> {
          FloatBuffer floats = image.getFloatBuffer();
          float[] pixels = new float[floats.remaining()];
          floats.get(pixels);
          yield pixels;
        }
        case BYTES -> {
          ByteBuffer bytes = image.getByteBuffer();
          byte[] levels = new byte[bytes.remaining()];
          bytes.get(levels);
          yield PixelValues.toUnit(levels, options);
        }
      };
    }

    @Override
    public void close() {
      try {
        session.close();
      } catch (OrtException e) {
        throw new IllegalStateException("the ONNX session cannot be closed", e);
      }
    }
  }
}
