package io.organza.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RotationLessonTest {

  /** A picture of 3x4 pixels, whose middle is columns 0 to 2 (the first three). */
  private static final byte[] PICTURE = {
    1, 2, 3, 99, //
    4, 5, 6, 99, //
    7, 8, 9, 99
  };

  @Test
  void theMiddleIsTurnedByTheAngleThatIsNamed() {
    Lesson lesson =
        new RotationLesson(ImageSet.of(new byte[][] {PICTURE}, new ImageShape(1, 3, 4)));
    assertThat(lesson.shape()).isEqualTo(new ImageShape(1, 3, 3));
    assertThat(lesson.classes()).isEqualTo(4);
    Map<Integer, float[]> seen = new HashMap<>();
    RandomStream random = RandomStream.of(0, Purpose.JUDGING, 0);
    for (int i = 0; i < 50; i++) {
      float[] into = new float[10];
      int quarters = lesson.draw(random, into, 1);
      assertThat(into[0]).isZero();
      float[] before = seen.putIfAbsent(quarters, into);
      assertThat(into).isEqualTo(before == null ? into : before);
    }
    assertThat(seen.get(0)).containsExactly(floats(1, 2, 3, 4, 5, 6, 7, 8, 9));
    assertThat(seen.get(1)).containsExactly(floats(7, 4, 1, 8, 5, 2, 9, 6, 3));
    assertThat(seen.get(2)).containsExactly(floats(9, 8, 7, 6, 5, 4, 3, 2, 1));
    assertThat(seen.get(3)).containsExactly(floats(3, 6, 9, 2, 5, 8, 1, 4, 7));
  }

  private static float[] floats(int... levels) {
    float[] floats = new float[levels.length + 1];
    for (int i = 0; i < levels.length; i++) {
      floats[i + 1] = Pixels.toFloat((byte) levels[i]);
    }
    return floats;
  }
}
