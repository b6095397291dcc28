package io.organza.cli;

import io.organza.tuning.Measures;
import io.organza.tuning.Trial;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The work on the trials of a folder, which others may do as well. */
final class TuneSearch {

  private static final double NANOS = 1e9;
  private static final String STOPPING =
      "Stopping after this step or score; once more leaves at once.";

  private final TunePlan plan;
  private final TuneFolder folder;
  private final TrialRunner runner;
  private final Console console;

  TuneSearch(TunePlan plan, TuneFolder folder, TrialRunner runner, Console console) {
    this.plan = plan;
    this.folder = folder;
    this.runner = runner;
    this.console = console;
  }

  /** Does trials until none is left to do; returns false if somebody asked to stop. */
  boolean run() throws IOException {
    boolean waits = false;
    try (StopSignals stop = new StopSignals(console, STOPPING)) {
      for (List<Trial> open = open(); !open.isEmpty(); open = open()) {
        if (stop.requested()) {
          return false;
        }
        Optional<TuneFolder.Claim> claim = folder.claim(plan, open);
        if (claim.isPresent()) {
          if (!run(claim.get(), stop)) {
            return false;
          }
        } else {
          if (!waits) {
            console.progress("Waiting for what others train");
          }
          TuneFolder.pause();
        }
        waits = claim.isEmpty();
      }
    }
    return true;
  }

  private List<Trial> open() throws IOException {
    return folder.tournament(plan).open();
  }

  private boolean run(TuneFolder.Claim claim, StopSignals stop) throws IOException {
    try (claim) {
      Trial trial = claim.trial();
      String name = plan.runName(trial);
      String kimg = Format.number(plan.halving().kimg(trial.rung()));
      console.progress("%s: trains to kimg %s".formatted(name, kimg));
      long begin = System.nanoTime();
      Optional<Measures> measures = runner.run(trial, stop);
      if (measures.isEmpty()) {
        return false;
      }
      folder.keep(plan, trial, measures.get());
      console.progress(
          "%s: score %s at kimg %s, %s"
              .formatted(
                  name,
                  Format.measure(measures.get().score()),
                  kimg,
                  Format.time((System.nanoTime() - begin) / NANOS)));
      return true;
    }
  }
}
