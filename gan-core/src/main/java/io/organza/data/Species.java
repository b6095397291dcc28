package io.organza.data;

import static io.organza.data.Brush.darker;
import static io.organza.data.Brush.disc;
import static io.organza.data.Brush.downwards;
import static io.organza.data.Brush.lighter;
import static io.organza.data.Brush.mix;
import static io.organza.data.Brush.outwards;
import static io.organza.data.Brush.sheer;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;

/** The kinds of flowers; each paints its head about (0, 0), within a radius of 1. */
enum Species {
  /** Many narrow pale petals around a yellow disc. */
  DAISY(0, 1.1) {
    @Override
    void paintHead(Brush brush) {
      Color petals = brush.near(brush.pick(0xFFFFFF, 0xFFFFFF, 0xFFFFFF, 0xFFD9EA, 0xE6DBFF));
      int count = brush.whole(10, 17);
      Path2D petal = Petals.petal(0.15, 1, 2.5 / count, 0.05);
      double angle = brush.between(0, 1);
      Shape back = Petals.ring(brush, petal, count, angle + Math.PI / count, 0.5);
      Shape front = Petals.ring(brush, petal, count, angle, 0.5);
      Color shade = mix(petals, new Color(0x7A86B8), 0.27);
      brush.fill(back, outwards(1, darker(shade, 0.2), shade, mix(shade, petals, 0.4)));
      brush.fill(front, outwards(1, shade, petals, petals));
      if (brush.detailed()) {
        brush.line(front, 0.008, sheer(darker(shade, 0.3), 0.5));
        brush.line(Petals.rays(count, angle, 0.3, 0.75), 0.012, sheer(shade, 0.7));
      }
      double radius = brush.between(0.27, 0.36);
      Color yolk = brush.near(0xFFC61A);
      brush.fill(disc(0, 0, radius), outwards(radius, yolk, yolk, darker(yolk, 0.3)));
      if (brush.detailed()) {
        brush.fill(Petals.seeds(70, radius * 0.92, radius * 0.06), sheer(darker(yolk, 0.4), 0.5));
      }
    }
  },

  /** Pointed golden petals around a large dark disc. */
  SUNFLOWER(0, 1.1) {
    @Override
    void paintHead(Brush brush) {
      Color gold = brush.near(brush.pick(0xFFC400, 0xFFB300, 0xFFD21F, 0xF58F0A));
      int count = brush.whole(13, 19);
      Path2D petal = Petals.petal(0.3, 1, 2.9 / count, 0.9);
      double angle = brush.between(0, 1);
      Shape back = Petals.ring(brush, petal, count, angle + Math.PI / count, 0.5);
      Shape front = Petals.ring(brush, petal, count, angle, 0.5);
      Color amber = mix(gold, new Color(0xC24E00), 0.55);
      brush.fill(back, outwards(1, darker(amber, 0.3), amber, mix(amber, gold, 0.4)));
      brush.fill(front, outwards(1, amber, gold, lighter(gold, 0.12)));
      if (brush.detailed()) {
        brush.line(front, 0.008, sheer(darker(amber, 0.2), 0.5));
        brush.line(Petals.rays(count, angle, 0.5, 0.85), 0.012, sheer(amber, 0.8));
      }
      double radius = brush.between(0.45, 0.55);
      Color brown = brush.near(0x5A2F0E);
      brush.fill(
          disc(0, 0, radius),
          outwards(radius, lighter(brown, 0.1), darker(brown, 0.55), brown, darker(brown, 0.3)));
      if (brush.detailed()) {
        brush.fill(Petals.seeds(150, radius * 0.95, radius * 0.035), sheer(amber, 0.7));
      }
    }
  },

  /** A cup of broad petals, seen from the side. */
  TULIP(0.9, 1) {
    @Override
    void paintHead(Brush brush) {
      Color color =
          brush.near(brush.pick(0xE3122B, 0xF0407F, 0xFFC21A, 0x8B2FC9, 0xFF6A1F, 0xFFF1E8));
      Color base = mix(color, new Color(0xFFE9A0), 0.35);
      double lean = brush.between(-0.06, 0.06);
      double open = brush.between(0.85, 1.08);
      Brush cup = brush.at(0, 0, lean, 0.92 * open, 1);
      cup.fill(back(), downwards(-1, 0.6, darker(color, 0.3), darker(color, 0.45)));
      cup.fill(side(-1), downwards(-1, 1, lighter(color, 0.1), darker(color, 0.12), base));
      cup.fill(side(1), downwards(-1, 1, color, darker(color, 0.22), darker(base, 0.15)));
      Shape front = front();
      cup.at(0.05, 0, 0, 1.08, 1).fill(front, sheer(darker(color, 0.6), 0.35));
      cup.fill(front, downwards(-0.8, 1, lighter(color, 0.22), color, mix(color, base, 0.6)));
      if (brush.detailed()) {
        cup.line(side(-1), 0.012, sheer(darker(color, 0.4), 0.3));
        cup.line(side(1), 0.012, sheer(darker(color, 0.4), 0.3));
        Shape vein = new Line2D.Double(0, 0.85, 0, -0.55);
        cup.line(vein, 0.02, sheer(lighter(color, 0.5), 0.4));
      }
    }

    private Path2D side(int sign) {
      Path2D side = new Path2D.Double();
      side.moveTo(0, 1);
      side.curveTo(sign * 1.15, 0.95, sign * 1.0, -0.1, sign * 0.72, -0.95);
      side.curveTo(sign * 0.35, -0.65, sign * -0.1, -0.1, 0, 1);
      side.closePath();
      return side;
    }

    private Path2D front() {
      Path2D front = new Path2D.Double();
      front.moveTo(0, 0.98);
      front.curveTo(-0.72, 0.75, -0.6, -0.35, 0, -0.8);
      front.curveTo(0.6, -0.35, 0.72, 0.75, 0, 0.98);
      front.closePath();
      return front;
    }

    private Path2D back() {
      Path2D back = new Path2D.Double();
      back.moveTo(-0.65, 0.3);
      back.curveTo(-0.62, -0.4, -0.4, -0.8, -0.24, -1);
      back.lineTo(0, -0.5);
      back.lineTo(0.24, -1);
      back.curveTo(0.4, -0.8, 0.62, -0.4, 0.65, 0.3);
      back.closePath();
      return back;
    }
  },

  /** Rings of round petals that close towards the middle. */
  ROSE(0, 1.1) {
    @Override
    void paintHead(Brush brush) {
      Color color =
          brush.near(brush.pick(0xC8102E, 0xE8255C, 0xFF7BAC, 0xFF8A5C, 0xFFE08A, 0x9B1B6E));
      Color deep = mix(darker(color, 0.5), new Color(0x6A0030), 0.35);
      double angle = brush.between(0, 6);
      int count = brush.whole(5, 6);
      double reach = 1;
      for (int ring = 0; ring < 4; ring++) {
        double size = reach * 0.56;
        double distance = reach - size;
        Color rim = mix(color, Color.WHITE, 0.34 - 0.08 * ring);
        for (int i = 0; i < count; i++) {
          double turn = angle + 2 * Math.PI * i / count;
          double x = distance * Math.cos(turn);
          double y = distance * Math.sin(turn);
          Shape petal = disc(x, y, size * brush.between(0.92, 1.04));
          brush.fill(petal, outwards(reach, deep, mix(deep, color, 0.6), color, rim));
          if (brush.detailed()) {
            brush.line(petal, 0.015, sheer(deep, 0.4));
          }
        }
        angle += Math.PI / count + brush.between(-0.1, 0.1);
        reach *= 0.72;
      }
      brush.fill(disc(0, 0, 0.24), color);
      brush.line(spiral(angle), 0.04, mix(deep, color, 0.3));
    }

    private Path2D spiral(double angle) {
      Path2D spiral = new Path2D.Double();
      spiral.moveTo(0, 0);
      for (int i = 1; i <= 16; i++) {
        double turn = angle + i * 0.7;
        double radius = 0.22 * i / 16;
        spiral.lineTo(radius * Math.cos(turn), radius * Math.sin(turn));
      }
      return spiral;
    }
  },

  /** A drooping row of blue bells. */
  BLUEBELL(1.05, 0) {
    @Override
    void paintHead(Brush brush) {
      Color color = brush.near(brush.pick(0x3D5BE0, 0x5A48D6, 0x7B4FD8, 0x4C86F0));
      int side = brush.oneIn(2) ? 1 : -1;
      int count = brush.whole(4, 6);
      Color green = new Color(0x3C7A2A);
      brush.line(arch(side), 0.1, green);
      for (int i = 0; i < count; i++) {
        double along = (i + 0.3) / count;
        double x = side * (-0.55 + 1.35 * along);
        double y = -0.85 + 0.75 * along * along + (i % 2) * 0.42;
        double size = brush.between(0.36, 0.46) * (1.1 - 0.25 * along);
        bell(brush.at(x, y, -side * brush.between(0, 0.35), size, size), color);
      }
    }

    private Path2D arch(int side) {
      Path2D arch = new Path2D.Double();
      arch.moveTo(0, 1.1);
      arch.curveTo(-side * 0.5, 0.3, -side * 0.9, -0.9, -side * 0.2, -0.95);
      arch.quadTo(side * 0.6, -0.9, side * 0.8, -0.3);
      return arch;
    }

    private void bell(Brush brush, Color color) {
      Path2D bell = new Path2D.Double();
      bell.moveTo(0, -0.1);
      bell.curveTo(0.75, -0.1, 0.45, 0.9, 0.95, 1.35);
      bell.quadTo(0.6, 1.35, 0.45, 1.2);
      bell.quadTo(0.25, 1.55, 0, 1.55);
      bell.quadTo(-0.25, 1.55, -0.45, 1.2);
      bell.quadTo(-0.6, 1.35, -0.95, 1.35);
      bell.curveTo(-0.45, 0.9, -0.75, -0.1, 0, -0.1);
      bell.closePath();
      brush.fill(bell, downwards(-0.1, 1.5, darker(color, 0.3), color, lighter(color, 0.4)));
      if (brush.detailed()) {
        brush.line(bell, 0.04, sheer(darker(color, 0.5), 0.5));
      }
    }
  },

  /** A star of six long petals with stamens. */
  LILY(0, 0.85) {
    @Override
    void paintHead(Brush brush) {
      int[] pair = PAIRS[brush.whole(0, PAIRS.length - 1)];
      Color color = brush.near(pair[0]);
      Color edge = brush.near(pair[1]);
      Path2D petal = Petals.petal(0, 1.12, brush.between(0.28, 0.34), 0.85);
      double angle = brush.between(0, 1);
      double third = Math.PI / 3;
      Shape back = Petals.ring(brush, petal, 3, angle + third, 0.15);
      Shape front = Petals.ring(brush, petal, 3, angle, 0.15);
      Color throat = brush.near(0xD6E86A);
      brush.fill(back, outwards(1, throat, darker(color, 0.18), darker(color, 0.1), edge));
      brush.line(back, 0.03, sheer(darker(color, 0.45), 0.35));
      brush.fill(front, outwards(1, throat, color, color, lighter(edge, 0.2)));
      brush.line(front, 0.03, sheer(darker(color, 0.45), 0.35));
      brush.line(Petals.rays(6, angle, 0.15, 0.75), 0.04, sheer(lighter(color, 0.6), 0.6));
      if (brush.detailed()) {
        brush.fill(Petals.seeds(60, 0.5, 0.014), sheer(darker(color, 0.6), 0.55));
      }
      double stamens = angle + third / 2;
      brush.line(Petals.rays(6, stamens, 0.05, 0.4), 0.025, new Color(0xF3F0B0));
      brush.line(Petals.rays(6, stamens, 0.38, 0.45), 0.09, new Color(0x8A3A10));
    }
  };

  private static final int[][] PAIRS = {
    {0xE0218A, 0xFFD6EC}, {0xFF5A1F, 0xFFB36B}, {0xF9B7D0, 0xFFFFFF}, {0xB3124E, 0xFF8FB5}
  };

  private final double stemTop;
  private final double shadow;

  Species(double stemTop, double shadow) {
    this.stemTop = stemTop;
    this.shadow = shadow;
  }

  abstract void paintHead(Brush brush);

  /** Returns where the stem ends below the head's middle. */
  double stemTop() {
    return stemTop;
  }

  /** Returns the radius of the head's shadow. */
  double shadow() {
    return shadow;
  }

  /** Tells whether the head is seen from above, rather than from the side. */
  boolean isRound() {
    return stemTop == 0;
  }
}
