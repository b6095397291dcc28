package io.organza.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearnessTest {

  private static Nearness of(int... distances) {
    return Nearness.of(IntStream.of(distances).mapToObj(d -> new Neighbour(0, false, d)).toList());
  }

  @Test
  void halfAndATwentiethAreBelow() {
    assertThat(of(IntStream.rangeClosed(0, 100).map(i -> 100 - i).toArray()))
        .isEqualTo(new Nearness(50, 5));
    assertThat(of(3, 1)).isEqualTo(new Nearness(2, 1.1));
    assertThat(of(7)).isEqualTo(new Nearness(7, 7));
  }

  @Test
  void nothingCannotBeSummedUp() {
    assertThatThrownBy(() -> Nearness.of(List.of())).hasMessageContaining("at least 1 image");
  }
}
