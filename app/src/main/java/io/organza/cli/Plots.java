package io.organza.cli;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** What all plots have in common. */
final class Plots {

  private Plots() {}

  /** Returns a chart without lines. */
  static XYChart chart(int width, int height) {
    XYChart chart = new XYChartBuilder().width(width).height(height).build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLocale(Locale.ROOT);
    return chart;
  }

  /**
   * Draws a chart.
   *
   * @param scale how many pixels of the image are a pixel of the chart, each way
   */
  static BufferedImage draw(XYChart chart, int scale) {
    int width = chart.getWidth();
    int height = chart.getHeight();
    BufferedImage image =
        new BufferedImage(scale * width, scale * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    canvas.scale(scale, scale);
    chart.paint(canvas, width, height);
    canvas.dispose();
    return image;
  }

  /** Returns what is drawn, unless Java cannot: without fonts, versions throw various errors. */
  static <T> Optional<T> unlessFontless(Supplier<T> drawing, Console console) {
    try {
      return Optional.of(drawing.get());
    } catch (RuntimeException | Error e) {
      console.warn("no plot, for this Java cannot draw it; perhaps it has no fonts: " + e);
      return Optional.empty();
    }
  }
}
