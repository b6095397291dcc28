package io.organza.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemsTest {

  @Test
  void notesOnlyWhatDoesNotHold() {
    assertThat(
            new Problems()
                .require("batch", false, "at least 1", 0)
                .require("l2", true, "at least 0", 0.0)
                .toList())
        .containsExactly("batch: must be at least 1, got 0");
  }

  @Test
  void namesTheOptionOfANestedRecordFirst() {
    List<String> nested = new Problems().require("to", false, "finite", Double.NaN).toList();
    assertThat(new Problems().addAll("gamma", nested).addAll(nested).toList())
        .containsExactly("gamma: to must be finite, got NaN", "to: must be finite, got NaN");
  }
}
