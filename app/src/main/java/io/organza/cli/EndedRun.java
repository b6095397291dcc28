package io.organza.cli;

import io.organza.metric.Judge;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A run that has no reason to go on as it is: says so, and how to go on all the same. */
final class EndedRun {

  private final Runs.Found found;
  private final NextCommands next;
  private final Console console;

  EndedRun(Runs.Found found, NextCommands next, Console console) {
    this.found = found;
    this.next = next;
    this.console = console;
  }

  /**
   * Says that the run is as long as it was to be; returns the exit code.
   *
   * @param minutes how long all its processes were to take, if its length is counted in time
   * @param asked the thousands of images that were asked for now, if any were
   */
  int atGoal(Goal goal, double minutes, @Nullable Double asked) {
    long images = found.checkpoint().images();
    if (asked != null) {
      throw new UsageException(
          "--kimg: must be above %s, where %s is already, got %s"
              .formatted(
                  Format.kimg(images), found.checkpoint().directory(), Format.number(asked)));
    }
    double reached = images / 1000.0;
    boolean timed = goal.minutes() != null;
    return done(
        timed ? " after " + Format.time(minutes * 60) : Format.ofGoal(reached, goal.kimg()),
        timed
            ? next.resumeFor(found.run(), Math.ceil(minutes))
            : next.resumeUntil(found.run(), Math.ceil(2 * Math.max(goal.kimg(), reached))));
  }

  /** Returns whether so many thousands of images brought no better score; 0 are never enough. */
  boolean isExhausted(double stopAfter) throws IOException {
    ScoreHistory history = ScoreHistory.read(found.run().stats(), found.checkpoint().images());
    history.against().ifPresent(against -> history.keepOnly(against, Judge.FEATURES));
    return stopAfter > 0 && history.isStale(stopAfter);
  }

  /** Says that the run stopped because it became no better; returns the exit code. */
  int exhausted(double stopAfter) {
    return done(
        ": no better score for %s kimg".formatted(Format.number(stopAfter)),
        next.resumeAnyway(found.run()));
  }

  private int done(String why, String longer) {
    console.say(
        "%s is done, at kimg %s%s"
            .formatted(found.run().name(), Format.kimg(found.checkpoint().images()), why));
    console.result("To train longer: " + longer);
    return ExitCodes.DONE;
  }
}
