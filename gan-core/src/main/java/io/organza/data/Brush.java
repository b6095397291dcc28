package io.organza.data;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.MultipleGradientPaint.CycleMethod;
import java.awt.Paint;
import java.awt.RadialGradientPaint;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Point2D;
import java.util.random.RandomGenerator;

/**
 * What a picture is painted with: a canvas in units of its own, and chance.
 *
 * @param canvas receives the paint
 * @param chance decides what is left open
 * @param detailed whether the picture is large enough for fine lines to show; must not decide how
 *     many random numbers are drawn
 */
record Brush(Graphics2D canvas, RandomGenerator chance, boolean detailed) {

  double between(double low, double high) {
    return low + (high - low) * chance.nextDouble();
  }

  /** Returns a whole number between two, both included. */
  int whole(int low, int high) {
    return low + (int) (chance.nextDouble() * (high - low + 1));
  }

  boolean oneIn(double times) {
    return chance.nextDouble() * times < 1;
  }

  int pick(int... values) {
    return values[whole(0, values.length - 1)];
  }

  /** Returns an opaque colour near the given one: 0xRRGGBB. */
  Color near(int rgb) {
    float[] hsb = Color.RGBtoHSB(rgb >> 16 & 0xFF, rgb >> 8 & 0xFF, rgb & 0xFF, null);
    double hue = hsb[0] + between(-0.015, 0.015);
    double saturation = hsb[1] * between(0.88, 1.1);
    double brightness = hsb[2] * between(0.92, 1.06);
    return Color.getHSBColor(
        (float) hue, (float) Math.min(saturation, 1), (float) Math.min(brightness, 1));
  }

  /** Returns the brush in a place of its own: moved, turned by radians, and scaled. */
  Brush at(double x, double y, double turn, double scaleX, double scaleY) {
    Graphics2D own = (Graphics2D) canvas.create();
    own.translate(x, y);
    own.rotate(turn);
    own.scale(scaleX, scaleY);
    return new Brush(own, chance, detailed);
  }

  void fill(Shape shape, Paint paint) {
    canvas.setPaint(paint);
    canvas.fill(shape);
  }

  void line(Shape shape, double width, Paint paint) {
    canvas.setPaint(paint);
    canvas.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    canvas.draw(shape);
  }

  static Shape disc(double x, double y, double radius) {
    return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
  }

  static Color mix(Color one, Color other, double share) {
    return new Color(
        (int) Math.round(one.getRed() + share * (other.getRed() - one.getRed())),
        (int) Math.round(one.getGreen() + share * (other.getGreen() - one.getGreen())),
        (int) Math.round(one.getBlue() + share * (other.getBlue() - one.getBlue())));
  }

  static Color lighter(Color color, double share) {
    return mix(color, Color.WHITE, share);
  }

  static Color darker(Color color, double share) {
    return mix(color, Color.BLACK, share);
  }

  /** Returns the colour with an opacity in [0, 1]. */
  static Color sheer(Color color, double opacity) {
    int alpha = (int) Math.round(255 * opacity);
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha);
  }

  /** Returns colours that follow each other evenly from the middle to a radius around (0, 0). */
  static Paint outwards(double radius, Color... colors) {
    return new RadialGradientPaint(0, 0, (float) radius, stops(colors.length), colors);
  }

  /** Returns colours that follow each other evenly from one height to another. */
  static Paint downwards(double top, double bottom, Color... colors) {
    return new LinearGradientPaint(
        new Point2D.Double(0, top),
        new Point2D.Double(0, bottom),
        stops(colors.length),
        colors,
        CycleMethod.NO_CYCLE);
  }

  private static float[] stops(int count) {
    float[] stops = new float[count];
    for (int i = 0; i < count; i++) {
      stops[i] = i / (count - 1f);
    }
    return stops;
  }
}
