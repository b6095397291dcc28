package io.organza.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

  /**
   * Runs a command in another process, whose Linux has fontconfig and nothing for it to find. Both
   * streams are {@link #out}.
   */
  static Ran withoutFonts(Workplace place, List<String> args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Duser.home=" + place.root());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Path config = place.write("fonts.conf", "<?xml version=\"1.0\"?><fontconfig></fontconfig>");
    builder.environment().put("FONTCONFIG_FILE", config.toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), said, "");
  }

  List<String> errors() {
    return err.lines().toList();
  }
}
