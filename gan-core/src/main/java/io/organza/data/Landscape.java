package io.organza.data;

import static io.organza.data.Brush.darker;
import static io.organza.data.Brush.disc;
import static io.organza.data.Brush.downwards;
import static io.organza.data.Brush.mix;
import static io.organza.data.Brush.outwards;
import static io.organza.data.Brush.sheer;

import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** The skies that flowers stand against, with what belongs to them. */
enum Landscape {
  /** Blue, with clouds. */
  DAY(0x3E8FE6, 0xC9E9FF, 0x58A83C),
  /** Deep blue, with the sun. */
  NOON(0x1F6FD0, 0x8FD3F7, 0x4C9A2F),
  /** Pink to yellow, with a low sun. */
  DAWN(0x8FA3E8, 0xFFD3B8, 0x6E9A5A),
  /** Violet to orange, with a low sun. */
  DUSK(0x43307F, 0xF58A5B, 0x3B5A3E),
  /** Dark, with moon and stars. */
  NIGHT(0x0A1033, 0x2E4488, 0x16402F),
  /** Pale mist over a meadow. */
  MIST(0xA9B6E6, 0xF6E3EE, 0x86B08A),
  /** Nothing but green leaves out of focus. */
  GARDEN(0x1E5B34, 0x4E9A4A, 0x2C6B2E);

  private final int top;
  private final int horizon;
  private final int land;

  Landscape(int top, int horizon, int land) {
    this.top = top;
    this.horizon = horizon;
    this.land = land;
  }

  /** Paints the unit square. */
  void paint(Brush brush) {
    Color above = brush.near(top);
    Color below = brush.near(horizon);
    double line = brush.between(0.62, 0.85);
    brush.fill(new Rectangle2D.Double(0, 0, 1, 1), downwards(0, line, above, below));
    switch (this) {
      case DAY -> clouds(brush, 0.9);
      case NOON -> light(brush, brush.between(0.05, 0.3), new Color(0xFFF6C8));
      case DAWN -> light(brush, line - 0.15, new Color(0xFFF0B0));
      case DUSK -> light(brush, line - 0.12, new Color(0xFFC24A));
      case NIGHT -> night(brush);
      case MIST -> clouds(brush, 0.35);
      case GARDEN -> leaves(brush);
    }
    Color near = brush.near(land);
    hill(brush, line, mix(near, below, 0.45));
    hill(brush, line + brush.between(0.05, 0.12), near);
  }

  /** Returns the colour of stems and leaves in this light. */
  Color green(Brush brush) {
    Color green = brush.near(brush.pick(0x2F7D32, 0x3F8F2B, 0x1F6B3A));
    return this == NIGHT || this == DUSK ? darker(green, 0.25) : green;
  }

  private static void hill(Brush brush, double line, Color color) {
    double left = line + brush.between(-0.08, 0.08);
    double right = line + brush.between(-0.08, 0.08);
    Path2D hill = new Path2D.Double();
    hill.moveTo(0, left);
    hill.curveTo(
        0.33, line + brush.between(-0.12, 0.08), 0.66, line + brush.between(-0.08, 0.1), 1, right);
    hill.lineTo(1, 1);
    hill.lineTo(0, 1);
    hill.closePath();
    brush.fill(hill, downwards(line, 1, color, darker(color, 0.35)));
  }

  private static void light(Brush brush, double y, Color color) {
    double radius = brush.between(0.06, 0.1);
    Brush there = brush.at(brush.between(0.08, 0.92), y, 0, radius, radius);
    there.fill(disc(0, 0, 4), outwards(4, sheer(color, 0.75), sheer(color, 0.2), sheer(color, 0)));
    there.fill(disc(0, 0, 1), color);
  }

  private static void night(Brush brush) {
    Path2D stars = new Path2D.Double();
    for (int i = 0; i < 24; i++) {
      double x = brush.between(0, 1);
      double y = brush.between(0, 0.6);
      stars.append(disc(x, y, brush.between(0.003, 0.009)), false);
    }
    brush.fill(stars, new Color(0xFFF7D6));
    light(brush, brush.between(0.08, 0.25), new Color(0xFDF4D0));
  }

  private static void clouds(Brush brush, double opacity) {
    int count = brush.whole(1, 3);
    for (int i = 0; i < count; i++) {
      double x = brush.between(0, 1);
      double y = brush.between(0.05, 0.5);
      double size = brush.between(0.07, 0.13);
      Path2D cloud = new Path2D.Double(Path2D.WIND_NON_ZERO);
      for (double[] puff : new double[][] {{-1.1, 0.2, 0.8}, {0, -0.2, 1.1}, {1.1, 0.2, 0.75}}) {
        double radius = puff[2] * brush.between(0.85, 1.15);
        cloud.append(
            new Ellipse2D.Double(
                x + size * (puff[0] - radius),
                y + size * (puff[1] - radius * 0.6),
                2 * size * radius,
                1.2 * size * radius),
            false);
      }
      brush.fill(cloud, sheer(Color.WHITE, opacity));
    }
  }

  private static void leaves(Brush brush) {
    for (int i = 0; i < 9; i++) {
      double radius = brush.between(0.05, 0.16);
      Brush there = brush.at(brush.between(0, 1), brush.between(0, 0.8), 0, radius, radius);
      Color color = brush.near(brush.pick(0x7CC15A, 0x2F7A3E, 0xB8DB7A, 0x174D2C));
      there.fill(
          disc(0, 0, 1), outwards(1, sheer(color, 0.75), sheer(color, 0.5), sheer(color, 0)));
    }
  }
}
