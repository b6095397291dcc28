package io.organza.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final Schedule FALLING = new Schedule(8, 2, 10);

  @Test
  void beginsAtFrom() {
    assertThat(FALLING.at(0)).isEqualTo(8);
  }

  @Test
  void endsAtToAndStaysThere() {
    assertThat(FALLING.at(9_999)).isCloseTo(2, within(1e-6)).isGreaterThan(2);
    assertThat(FALLING.at(10_000)).isEqualTo(2);
    assertThat(FALLING.at(Long.MAX_VALUE)).isEqualTo(2);
  }

  @Test
  void isHalfWayInTheMiddle() {
    assertThat(FALLING.at(5_000)).isCloseTo(5, within(1e-12));
  }

  /** A half cosine has gone (1 - cos 45 degrees) / 2 of the way after a quarter of the time. */
  @Test
  void startsSlowly() {
    assertThat(FALLING.at(2_500)).isCloseTo(8 - 6 * 0.1464466094067262, within(1e-12));
  }

  @Test
  void canRise() {
    Schedule rising = new Schedule(0.9, 0.99, 1);
    assertThat(rising.at(0)).isEqualTo(0.9);
    assertThat(rising.at(500)).isCloseTo(0.945, within(1e-12));
    assertThat(rising.at(1_000)).isEqualTo(0.99);
  }

  @Test
  void staysBeforeItsWayBegins() {
    Schedule late = new Schedule(8, 2, 5, 10);
    assertThat(late.at(0)).isEqualTo(8);
    assertThat(late.at(5_000)).isEqualTo(8);
    assertThat(late.at(7_500)).isEqualTo(FALLING.at(2_500));
    assertThat(late.at(14_999)).isGreaterThan(2);
    assertThat(late.at(15_000)).isEqualTo(2);
  }

  @Test
  void aConstantNeverChanges() {
    Schedule constant = Schedule.constant(0.1);
    assertThat(constant.at(0)).isEqualTo(0.1);
    assertThat(constant.at(123_456_789)).isEqualTo(0.1);
  }

  @Test
  void withoutAWayItIsAtTheEndAtOnce() {
    assertThat(new Schedule(1, 2, 0).at(0)).isEqualTo(2);
  }

  @Test
  void withoutAWayItIsAtTheBeginUntilThen() {
    Schedule step = new Schedule(1, 2, 5, 0);
    assertThat(step.at(0)).isEqualTo(1);
    assertThat(step.at(4_999)).isEqualTo(1);
    assertThat(step.at(5_000)).isEqualTo(2);
  }
}
