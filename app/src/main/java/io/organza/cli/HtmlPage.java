package io.organza.cli;

import java.util.Base64;
import java.util.List;

/** A page for a browser, from top to bottom. All is in the one file, which is XML as well. */
final class HtmlPage {

  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html xmlns="http://www.w3.org/1999/xhtml" lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <title>%s</title>
      <style>
      :root { color-scheme: light dark; }
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 50rem; margin: auto; padding: 1rem; }
      h1 { font-size: 1.4rem; overflow-wrap: anywhere; }
      h2, summary { font-size: 1.1rem; font-weight: bold; margin: 2rem 0 .5rem; }
      table { border-collapse: collapse; width: 100%%; }
      th, td { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0; }
      th { font-weight: normal; opacity: .7; white-space: nowrap; }
      td { overflow-wrap: anywhere; }
      td.number { text-align: right; font-variant-numeric: tabular-nums; }
      img { display: block; width: 100%%; }
      img.pixels { max-width: 36rem; image-rendering: pixelated; }
      figure { margin: 0; }
      figcaption { font-size: .9rem; }
      pre { white-space: pre-wrap; overflow-wrap: anywhere; }
      .bar { background: #4a7fb5; height: 1em; min-width: 1px; }
      .wide { width: 100%%; }
      .large, .small { display: grid; gap: 1rem; margin: 1rem 0; }
      .large { grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%%), 1fr)); }
      .small { grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr)); }
      </style>
      </head>
      <body>
      <h1>%s</h1>
      %s</body>
      </html>
      """;

  private final StringBuilder body = new StringBuilder();

  /** Returns the whole page. */
  String html(String title) {
    return PAGE.formatted(escaped(title), escaped(title), body);
  }

  /** Appends what is HTML already. */
  void add(String html) {
    body.append(html).append('\n');
  }

  void heading(String text) {
    add("<h2>" + escaped(text) + "</h2>");
  }

  /** Appends a table of facts; nothing if there are none. */
  void facts(List<Fact> facts) {
    if (facts.isEmpty()) {
      return;
    }
    beginTable();
    for (Fact fact : facts) {
      row(
          "<th>%s</th><td class=\"wide\">%s</td>"
              .formatted(escaped(fact.label()), escaped(fact.text())));
    }
    endTable();
  }

  void beginTable() {
    add("<table>");
  }

  /** Appends a row of the table that was begun. */
  void row(String cells) {
    add("<tr>" + cells + "</tr>");
  }

  void endTable() {
    add("</table>");
  }

  /**
   * Appends figures, as many in a row as there is room for.
   *
   * @param size {@code large} for two in a row of a usual screen, {@code small} for four
   */
  void grid(String size, List<String> figures) {
    add("<div class=\"" + size + "\">");
    figures.forEach(this::add);
    add("</div>");
  }

  /** Returns an image whose pixels are seen as they are. */
  static String pixels(String what, byte[] png) {
    return image("pixels", what, png);
  }

  /** Returns an image that is shown as wide as there is room, such as a plot. */
  static String smooth(String what, byte[] png) {
    return image("smooth", what, png);
  }

  private static String image(String look, String what, byte[] png) {
    return "<img class=\"%s\" alt=\"%s\" src=\"data:image/png;base64,%s\"/>"
        .formatted(look, escaped(what), Base64.getEncoder().encodeToString(png));
  }

  /** Returns an image with a caption above it. */
  static String figure(String caption, String image) {
    return "<figure><figcaption>%s</figcaption>%s</figure>".formatted(escaped(caption), image);
  }

  /** Returns text that keeps the direction of its script to itself, as a name should. */
  static String name(String text) {
    return "<bdi>" + escaped(text) + "</bdi>";
  }

  /** Returns text that is only text, in HTML and in XML. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(isShown(point) ? point : '?');
              }
            });
    return escaped.toString();
  }

  private static boolean isShown(int point) {
    boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    return !half && !Character.isISOControl(point) && point != 0xFFFE && point != 0xFFFF;
  }
}
