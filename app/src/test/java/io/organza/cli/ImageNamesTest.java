package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ImageNamesTest {

  /** File systems count bytes: 100 of them leave room for the rest, within 255. */
  @Test
  void classesWithLongNamesAreToldByTheirNumber() {
    List<String> classes =
        List.of("a".repeat(100), "b".repeat(101), "花".repeat(33), "犬".repeat(34));
    ImageNames names = new ImageNames(classes, ImageFormat.PNG, false);
    assertThat(List.of(0, 1, 2, 3))
        .extracting(label -> names.of(new ImagePlan.Item(0, 7, label)))
        .containsExactly(
            "seed000007-" + "a".repeat(100) + ".png",
            "seed000007-class-1.png",
            "seed000007-" + "花".repeat(33) + ".png",
            "seed000007-class-3.png");
  }
}
