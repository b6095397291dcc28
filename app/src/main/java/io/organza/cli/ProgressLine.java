package io.organza.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar below the other lines of a terminal; nothing at all where there is none. */
final class ProgressLine implements AutoCloseable {

  private final @Nullable ProgressBar bar;

  /**
   * Draws the bar for the first time.
   *
   * @param task what is done
   * @param unit what is counted
   * @param total how many of them there are
   */
  ProgressLine(Console console, String task, String unit, long total) {
    bar = console.drawsProgress() ? open(console, task, unit, total) : null;
  }

  /** Says that so many are done. */
  void stepTo(long done) {
    if (bar != null) {
      bar.stepTo(done);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }

  private static ProgressBar open(Console console, String task, String unit, long total) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setUnit(" " + unit, 1)
        .setInitialMax(total)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(500)
        .setConsumer(new Line(console, console.width()))
        .build();
  }

  /** Draws on the console, which keeps it apart from the lines. */
  private record Line(Console console, int width) implements ProgressBarConsumer {

    @Override
    public int getMaxRenderedLength() {
      return width;
    }

    @Override
    public void accept(String rendered) {
      String line = rendered.strip();
      console.draw(line.substring(0, Math.min(line.length(), width)));
    }

    @Override
    public void clear() {
      console.wipe();
    }

    @Override
    public void close() {
      console.wipe();
    }
  }
}
