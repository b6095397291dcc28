package io.organza.data;

import io.organza.image.Fit;
import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The built-in set: flowers of six species in a landscape, painted at any size.
 *
 * <p>Picture i is a pure function of i and the size; {@link #picture} has no last one.
 */
final class Flowers implements ImageSource {

  static final String NAME = "flowers";

  private static final List<Species> SPECIES = List.of(Species.values());
  private static final List<Landscape> LANDSCAPES = List.of(Landscape.values());
  private static final int COUNT = 10_000;
  private static final int DETAILED_SIDE = 64;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int count() {
    return COUNT;
  }

  @Override
  public Map<String, Integer> ignored() {
    return Map.of();
  }

  @Override
  public String path(int index) {
    return species(index).name().toLowerCase(Locale.ROOT) + "/" + index;
  }

  @Override
  public List<String> folders(int index) {
    return List.of(species(index).name().toLowerCase(Locale.ROOT));
  }

  @Override
  public String fingerprint() {
    return ImageSource.BUILT_IN + NAME + ", version 1, " + COUNT;
  }

  @Override
  public Picture picture(int index, Fit fit, int height, int width) {
    BufferedImage picture = picture(index, Math.max(height, width));
    return new Picture(fit.apply(picture, height, width), content(index), false, false);
  }

  @Override
  public SourceSurvey.Look look(int index, boolean whole) {
    return new SourceSurvey.Look(content(index), null);
  }

  @Override
  public void close() {}

  /** Returns the species in a picture. */
  static Species species(long index) {
    return SPECIES.get(Math.floorMod(index, SPECIES.size()));
  }

  private static long content(int index) {
    return RandomStream.of(1, Purpose.PICTURE, index).nextLong();
  }

  /** Paints a picture of side x side pixels. */
  static BufferedImage picture(long index, int side) {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    canvas.scale(side, side);
    RandomStream chance = RandomStream.of(0, Purpose.PICTURE, index);
    paint(new Brush(canvas, chance, side >= DETAILED_SIDE), species(index));
    canvas.dispose();
    return image;
  }

  private static void paint(Brush brush, Species species) {
    Landscape landscape = LANDSCAPES.get(brush.whole(0, LANDSCAPES.size() - 1));
    landscape.paint(brush);
    if (brush.oneIn(4)) {
      double x = brush.oneIn(2) ? brush.between(0.1, 0.18) : brush.between(0.82, 0.9);
      double y = brush.between(0.52, 0.66);
      new Plant(species, landscape.green(brush), x, y, brush.between(0.1, 0.14)).paint(brush);
    }
    double radius = brush.between(0.25, 0.36);
    double x = brush.between(0.38, 0.62);
    double y = brush.between(radius + 0.03, 0.47);
    new Plant(species, landscape.green(brush), x, y, radius).paint(brush);
  }
}
