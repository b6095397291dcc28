package io.organza.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.organza.torch.Precision;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WholeStepTrainingTest {

  /** Two of the steps have penalties. */
  private static final int STEPS = 10;

  /** The same operations in the same order: the same numbers to the last bit. */
  @ParameterizedTest
  @EnumSource
  void lossesAndAverageAreThoseOfOrganza(Precision precision) {
    try (OrganzaTraining organza = new OrganzaTraining(precision, 1);
        WholeStepTraining whole = new WholeStepTraining(precision, 1)) {
      assertThat(losses(whole)).isEqualTo(losses(organza));

      assertThat(values(whole.average())).isEqualTo(values(organza.average()));
      assertThat(whole.shapes()).isEqualTo(organza.shapes());
    }
  }

  private static List<Double> losses(Training training) {
    List<Double> losses = new ArrayList<>();
    training.train(STEPS, (d, g) -> losses.addAll(List.of(d, g)));
    return losses;
  }

  private static SortedMap<String, ByteBuffer> values(SortedMap<String, NDArray> arrays) {
    SortedMap<String, ByteBuffer> values = new TreeMap<>();
    arrays.forEach((name, array) -> values.put(name, ByteBuffer.wrap(array.toByteArray())));
    return values;
  }
}
