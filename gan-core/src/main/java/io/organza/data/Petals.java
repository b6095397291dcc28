package io.organza.data;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;

/** The outlines of petals and leaves. */
final class Petals {

  private Petals() {}

  /**
   * Returns a petal that points along x from {@code base} to {@code tip}.
   *
   * @param halfWidth how far it reaches to either side
   * @param point 0 for a round tip, 1 for a sharp one
   */
  static Path2D petal(double base, double tip, double halfWidth, double point) {
    double length = tip - base;
    double side = halfWidth * 4 / 3;
    double first = base + length * 0.35;
    double second = tip - length * 0.4 * point;
    Path2D petal = new Path2D.Double();
    petal.moveTo(base, 0);
    petal.curveTo(first, -side, second, -side * (1 - 0.35 * point), tip, 0);
    petal.curveTo(second, side * (1 - 0.35 * point), first, side, base, 0);
    petal.closePath();
    return petal;
  }

  /** Returns so many petals in a circle, the first at an angle, each a little its own. */
  static Path2D ring(Brush brush, Path2D petal, int count, double angle, double disorder) {
    Path2D ring = new Path2D.Double();
    for (int i = 0; i < count; i++) {
      double turn = angle + 2 * Math.PI * i / count;
      AffineTransform place =
          AffineTransform.getRotateInstance(turn + brush.between(-disorder, disorder) / count);
      double scale = 1 - brush.between(0, disorder) * 0.2;
      place.scale(scale, scale);
      ring.append(place.createTransformedShape(petal), false);
    }
    return ring;
  }

  /** Returns straight lines outwards in a circle: veins, stamens, rays. */
  static Path2D rays(int count, double angle, double from, double to) {
    Path2D rays = new Path2D.Double();
    for (int i = 0; i < count; i++) {
      double turn = angle + 2 * Math.PI * i / count;
      rays.moveTo(from * Math.cos(turn), from * Math.sin(turn));
      rays.lineTo(to * Math.cos(turn), to * Math.sin(turn));
    }
    return rays;
  }

  /** Returns dots in the golden spiral of seeds. */
  static Path2D seeds(int count, double radius, double size) {
    double golden = Math.PI * (3 - Math.sqrt(5));
    Path2D seeds = new Path2D.Double();
    for (int i = 0; i < count; i++) {
      double distance = radius * Math.sqrt((i + 0.5) / count);
      double turn = i * golden;
      double x = distance * Math.cos(turn);
      double y = distance * Math.sin(turn);
      seeds.append(Brush.disc(x, y, size), false);
    }
    return seeds;
  }
}
