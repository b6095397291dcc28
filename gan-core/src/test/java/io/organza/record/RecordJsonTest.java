package io.organza.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordJsonTest {

  private enum Colour {
    RED,
    DARK_BLUE,
    L2X
  }

  record Size(int width, double height) {
    /** Looks like a property, but is no component. */
    public boolean isSquare() {
      return width == height;
    }
  }

  private record Shirt(
      String name,
      long serial,
      boolean clean,
      Colour colour,
      Size size,
      List<Colour> others,
      Map<String, String> notes) {}

  private static final Shirt SHIRT =
      new Shirt(
          "tee",
          1L << 60,
          true,
          Colour.DARK_BLUE,
          new Size(3, 1e-4),
          List.of(Colour.RED, Colour.L2X),
          Map.of("by", "me"));

  private static final String JSON =
      """
      {
        "name": "tee",
        "serial": 1152921504606846976,
        "clean": true,
        "colour": "dark-blue",
        "size": {
          "width": 3,
          "height": 1.0E-4
        },
        "others": [ "red", "l2x" ],
        "notes": {
          "by": "me"
        }
      }
      """;

  @Test
  void writesComponentsInOrderAndEnumsInKebabCase() {
    assertThat(RecordJson.write(SHIRT)).isEqualTo(JSON);
  }

  private record Curve(String name, double first, List<Size> rest, Map<String, Float> others) {}

  @Test
  void whatIsNotFiniteIsNullAlsoInListsAndMaps() {
    List<Size> sizes = List.of(new Size(1, 2), new Size(3, Double.NEGATIVE_INFINITY));
    Curve curve = new Curve("NaN", Double.NaN, sizes, Map.of("a", Float.POSITIVE_INFINITY));
    assertThat(RecordJson.parse(RecordJson.writeFinite(curve)))
        .isEqualTo(
            RecordJson.parse(
                """
                {"name": "NaN", "first": null,
                 "rest": [{"width": 1, "height": 2.0}, {"width": 3, "height": null}],
                 "others": {"a": null}}"""));
    assertThat(RecordJson.writeFinite(SHIRT)).isEqualTo(JSON);
  }

  @Test
  void readsWhatItWrites() {
    assertThat(RecordJson.read(JSON, Shirt.class)).isEqualTo(SHIRT);
  }

  @Test
  void readsAWholeNumberAsDouble() {
    assertThat(RecordJson.read("{'width': 1, 'height': 2}".replace('\'', '"'), Size.class))
        .isEqualTo(new Size(1, 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"tee\" | null | name: must be a text, got null",
        "\"tee\" | 3 | name: must be a text, got 3",
        "1152921504606846976 | 1.5 | serial: must be a whole number, got 1.5",
        "1152921504606846976 | 9223372036854775808 | serial: must be a whole number, got 9223372036854775808",
        "true | \"true\" | clean: must be true or false, got \"true\"",
        "\"dark-blue\" | \"DARK_BLUE\" | colour: must be one of red, dark-blue, l2x, got \"DARK_BLUE\"",
        "\"dark-blue\" | 1 | colour: must be one of red, dark-blue, l2x, got 1",
        "3, | \"3\", | size.width: must be a whole number, got \"3\"",
        "3, | 3.0, | size.width: must be a whole number, got 3.0",
        "1.0E-4 | \"NaN\" | size.height: must be a number, got \"NaN\"",
        "1.0E-4 | 1e999 | size.height: must be a number, got",
        "\"l2x\" | \"l3x\" | others[1]: must be one of red, dark-blue, l2x, got \"l3x\"",
        "[ \"red\", \"l2x\" ] | {} | others: must be a list, got {}",
        "\"me\" | 7 | notes.by: must be a text, got 7",
        "\"width\" | \"breadth\" | size.breadth: unknown key, got 3; known in size: [width, height]",
        "\"width\" | \"breadth\" | size.width: missing",
      })
  void namesThePathAndTheValueOf(String right, String wrong, String problem) {
    assertThatThrownBy(() -> RecordJson.read(JSON.replace(right, wrong), Shirt.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void tellsAllProblemsAtOnce() {
    assertThatThrownBy(() -> RecordJson.read("{\"width\": true, \"depth\": 2}", Size.class))
        .hasMessage(
            """
            depth: unknown key, got 2; known at the top: [width, height]
            width: must be a whole number, got true
            height: missing""");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"width\": 1, \"width\": 2} | Duplicate",
        "{\"width\": 1 | line 1, column 12",
        "{} {} | more follows after the end of the JSON",
        "[] | the whole: must be an object, got []",
        "'' | the whole: must be an object, got nothing",
      })
  void refusesWhatIsNotOneObject(String json, String problem) {
    assertThatThrownBy(() -> RecordJson.read(json.replace("'", ""), Size.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem)
        .hasMessageNotContainingAny("Feature", "Source");
  }
}
