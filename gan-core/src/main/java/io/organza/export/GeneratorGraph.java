package io.organza.export;

import io.organza.network.NetworkOptions;
import java.util.List;

/**
 * What a {@link io.organza.network.Generator} computes, as operations on named weights: the one
 * description that all formats are written from.
 *
 * <p>It says a second time what the network's layers do; each export is compared with them.
 */
final class GeneratorGraph {

  private final NetworkOptions options;
  private final GraphWriter writer;

  private GeneratorGraph(NetworkOptions options, GraphWriter writer) {
    this.options = options;
    this.writer = writer;
  }

  /** Tells a writer all operations of the generator with the given options. */
  static void write(NetworkOptions options, PixelValues values, GraphWriter writer) {
    String x = new GeneratorGraph(options, writer).write();
    switch (values) {
      case UNIT -> writer.unitImage(x);
      case BYTES -> writer.byteImage(x);
    }
  }

  private String write() {
    return switch (options.family()) {
      case RESIDUAL -> residual();
      case STRIDED, DCGAN -> dcgan();
    };
  }

  private String residual() {
    List<Integer> widths = options.generatorWidths();
    String z = GraphWriter.LATENT;
    if (options.conditional()) {
      z = writer.concatenate(z, writer.embedLabel("class.embedding"));
    }
    String x = writer.scalePatterns(writer.linear(z, "stem.linear"), "stem.patterns");
    for (int i = 0; i < widths.size(); i++) {
      int width = widths.get(i);
      if (i > 0) {
        if (width != widths.get(i - 1)) {
          x = writer.convolution(x, "stage" + i + ".projection", 1);
        }
        x = writer.resampleUp(x, width);
      }
      for (int j = 0; j < options.blocksPerStage(); j++) {
        String block = "stage" + i + ".block" + j;
        x =
            switch (options.blockShape()) {
              case BASIC -> basic(x, block);
              case BOTTLENECK -> bottleneck(x, block, options.groups(width));
            };
      }
    }
    return writer.convolutionWithBias(x, "image.projection", 1);
  }

  private String basic(String x, String block) {
    String y = writer.leakyRelu(x);
    y = writer.leakyRelu(writer.convolutionWithBias(y, block + ".first", 1));
    return writer.add(x, writer.convolutionWithBias(y, block + ".second", 1));
  }

  private String bottleneck(String x, String block, int groups) {
    String y = writer.leakyRelu(writer.convolutionWithBias(x, block + ".widen", 1));
    y = writer.leakyRelu(writer.convolutionWithBias(y, block + ".grouped", groups));
    return writer.add(x, writer.convolution(y, block + ".narrow", 1));
  }

  private String dcgan() {
    List<Integer> widths = options.generatorWidths();
    String x = writer.linear(GraphWriter.LATENT, "stem.linear");
    x = writer.reshape(x, widths.get(0), options.stemHeight(), options.stemWidth());
    for (int i = 0; i < widths.size(); i++) {
      String stage = "stage" + i;
      x = writer.batchNorm(x, stage + ".norm");
      if (options.modulated()) {
        String z = GraphWriter.LATENT;
        String scale = writer.plusOne(writer.linear(z, stage + ".latent.scale"));
        x = writer.scaleAndShift(x, scale, writer.linear(z, stage + ".latent.shift"));
      }
      if (options.conditional()) {
        String scale = classNumbers(stage + ".class.scale");
        x = writer.scaleAndShift(x, scale, classNumbers(stage + ".class.shift"));
      }
      x = writer.relu(x);
      String next = i == widths.size() - 1 ? "image" : "stage" + (i + 1);
      x = writer.convolutionUp(x, next + ".convolution");
      x = options.smoothed(i) ? writer.smooth(x) : x;
    }
    return writer.tanh(x);
  }

  private String classNumbers(String weight) {
    return writer.times(writer.embedLabel(weight), options.classRate());
  }
}
