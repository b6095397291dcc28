package io.organza.data;

import static io.organza.data.Brush.darker;
import static io.organza.data.Brush.disc;
import static io.organza.data.Brush.lighter;
import static io.organza.data.Brush.outwards;
import static io.organza.data.Brush.sheer;

import java.awt.Color;
import java.awt.geom.Path2D;
import java.awt.geom.QuadCurve2D;

/**
 * A flower that stands in a picture, in units of the picture's side.
 *
 * @param species what its head looks like
 * @param green the colour of stem and leaves
 * @param x the head's middle, from the left
 * @param y the head's middle, from the top
 * @param radius the head's radius
 */
record Plant(Species species, Color green, double x, double y, double radius) {

  void paint(Brush brush) {
    double foot = x + brush.between(-0.6, 0.6) * radius;
    double bend = x + brush.between(-0.4, 0.4) * radius;
    double lean = brush.between(-0.25, 0.25);
    double neck = species.stemTop() * radius;
    double top = y + neck * Math.cos(lean);
    var stem =
        new QuadCurve2D.Double(foot, 1.05, bend, (1 + top) / 2, x - neck * Math.sin(lean), top);
    brush.line(stem, 0.13 * radius, darker(green, 0.15));
    brush.line(stem, 0.05 * radius, lighter(green, 0.15));
    int side = brush.oneIn(2) ? 1 : -1;
    int leaves = brush.whole(1, 3);
    for (int i = 0; i < leaves; i++) {
      leaf(brush, stem, brush.between(0.1, 0.55), side);
      side = -side;
    }
    double depth = species.isRound() ? brush.between(0.78, 1) : 1;
    Brush head = brush.at(x, y, lean, radius, radius * depth);
    shadow(brush.at(x + 0.05 * radius, y + 0.1 * radius, lean, radius, radius * depth));
    species.paintHead(head);
  }

  private void shadow(Brush head) {
    double reach = species.shadow();
    if (reach > 0) {
      Color night = new Color(0x0A1020);
      head.fill(
          disc(0, 0, reach),
          outwards(
              reach, sheer(night, 0.5), sheer(night, 0.45), sheer(night, 0.25), sheer(night, 0)));
    }
  }

  /** Paints a leaf that grows at a share of the stem's way up. */
  private void leaf(Brush brush, QuadCurve2D stem, double up, int side) {
    double down = 1 - up;
    double fromX =
        down * down * stem.getX1() + 2 * up * down * stem.getCtrlX() + up * up * stem.getX2();
    double fromY =
        down * down * stem.getY1() + 2 * up * down * stem.getCtrlY() + up * up * stem.getY2();
    double turn = -Math.PI / 2 + side * brush.between(0.45, 1.05) * (species.isRound() ? 1 : 0.5);
    double size = radius * brush.between(0.8, 1.2) * (species.isRound() ? 1 : 1.4);
    Brush there = brush.at(fromX, fromY, turn, size, size);
    Path2D leaf = Petals.petal(0, 1, species.isRound() ? 0.2 : 0.13, 0.9);
    there.fill(leaf, outwards(1, darker(green, 0.2), green, lighter(green, 0.2)));
    if (brush.detailed()) {
      there.line(Petals.rays(1, 0, 0.05, 0.85), 0.02, sheer(lighter(green, 0.5), 0.6));
    }
  }
}
