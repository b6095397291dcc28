package io.organza.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** A command that ran in this process: its exit code and what it printed. */
record Ran(int code, String out, String err) {

  /** The least that can be trained: 8x8 pixels, two thin stages. */
  static final List<String> SMALL =
      List.of(
          "--resolution",
          "8",
          "--batch",
          "8",
          "--precision",
          "fp32",
          "--device",
          "cpu",
          "--threads",
          "1");

  static Ran organza(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(args, new PrintWriter(out), new PrintWriter(err));
    return new Ran(code, out.toString(), err.toString());
  }

  /** Trains small networks; {@code config} narrows them. */
  static Ran train(Workplace place, String... args) {
    List<String> all = new ArrayList<>(List.of("train"));
    all.addAll(SMALL);
    all.addAll(List.of("--config", place.narrow().toString()));
    all.addAll(List.of("--cache", place.folder("cache").toString()));
    all.addAll(place.folders());
    all.addAll(List.of(args));
    return organza(all.toArray(String[]::new));
  }

  List<String> errors() {
    return err.lines().toList();
  }
}
