package io.organza.cli;

import io.organza.data.ImageSource;
import io.organza.file.AtomicFile;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/** The entry: sets what must be set before DJL is loaded, and hands over to the commands. */
@Command(
    name = "organza",
    description = "Trains generative adversarial networks on your own images.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Versions.class,
    footer = {
      "",
      "Example: organza train && organza generate --count 64",
      "'organza COMMAND --help' tells more about a command."
    })
public final class Main {

  @Option(names = "--quiet", scope = ScopeType.INHERIT, description = "Show no progress.")
  boolean quiet;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show stack traces, and what DJL logs.")
  boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the versions of Organza, DJL and libtorch, and the device that is found.")
  boolean version;

  private Main() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] args) {
    Thread cleaning = new Thread(AtomicFile::deleteUnfinished, "unfinished files");
    Runtime.getRuntime().addShutdownHook(cleaning);
    ResultStream results = new ResultStream(new FileOutputStream(FileDescriptor.out));
    PrintWriter err = writer(System.err, "stderr.encoding");
    int code = run(args, writer(results, "stdout.encoding"), err);
    if (code == ExitCodes.DONE && results.failure().isPresent()) {
      err.println("organza: standard output: " + Failures.describe(results.failure().get()));
      code = ExitCodes.BAD_INPUT;
    }
    System.exit(code);
  }

  /** Runs the command line and returns its exit code. */
  static int run(String[] args, PrintWriter out, PrintWriter err) {
    boolean terminal = isTerminal();
    try (Console console = new Console(out, err, terminal, Terminal::columns)) {
      console.note("organza " + String.join(" ", args));
      Failures failures = new Failures(console);
      CommandLine organza = commands(console, failures).setOut(out).setErr(err);
      // Left alone, it colours what goes into a pipe on Windows where TERM is set, as in Git's
      // shell.
      Help.Ansi colours = terminal ? Help.Ansi.AUTO : Help.Ansi.OFF;
      organza.setColorScheme(Help.defaultColorScheme(colours));
      try {
        prepareProcess(args);
        if (args.length == 0) {
          organza.usage(err);
          return ExitCodes.USAGE;
        }
        return organza.execute(args);
      } catch (Error e) {
        // Exceptions of commands were reported already; errors are nobody's but this method's.
        return failures.report(e, options(organza));
      }
    }
  }

  private static CommandLine commands(Console console, Failures failures) {
    Main main = new Main();
    CommandLine organza =
        new CommandLine(main)
            .addSubcommand("train", new TrainCommand(console))
            .addSubcommand("resume", new ResumeCommand(console))
            .addSubcommand("generate", new GenerateCommand(console))
            .addSubcommand("interpolate", new InterpolateCommand(console))
            .addSubcommand("timelapse", new TimelapseCommand(console))
            .addSubcommand("project", new ProjectCommand(console))
            .addSubcommand("evaluate", new EvaluateCommand(console))
            .addSubcommand("tune", new TuneCommand(console))
            .addSubcommand("neighbours", new NeighboursCommand(console))
            .addSubcommand("export", new ExportCommand(console))
            .addSubcommand("inspect", new InspectCommand(console))
            .addSubcommand("bench", new BenchCommand(console))
            .addSubcommand("cache", new CacheCommand(console))
            .setUsageHelpWidth(100)
            .setUsageHelpAutoWidth(true)
            .setExecutionStrategy(
                parsed -> {
                  main.adjust(console);
                  return new RunLast().execute(parsed);
                })
            .setParameterExceptionHandler(failures)
            .setExecutionExceptionHandler(failures);
    Converters.register(organza);
    return organza;
  }

  /** Sets how much is said, before the command says anything. */
  private void adjust(Console console) {
    if (quiet) {
      console.beQuiet();
    }
    if (verbose) {
      console.beVerbose();
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "info");
      System.setProperty("org.slf4j.simpleLogger.log.ai.djl.util.cuda", "debug");
    }
  }

  /** Returns the options of the command that was called; none if that was no command. */
  private static Set<String> options(CommandLine organza) {
    ParseResult called = organza.getParseResult();
    while (called != null && called.hasSubcommand()) {
      called = called.subcommand();
    }
    return called == null ? Set.of() : called.commandSpec().optionsMap().keySet();
  }

  // JDKs from 22 on have a console even where nobody is, but for this property.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    setUnlessSet("jdk.console", "java.base");
    return System.console() != null && Terminal.redraws(System.getenv("TERM"));
  }

  /**
   * Numbers have the digits and points of English, as all the text; other programs read some of it.
   * DJL must neither phone home nor download, and logs only what a person should know. To name one
   * of its sets is to ask for the download.
   */
  private static void prepareProcess(String[] args) {
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    setUnlessSet("OPT_OUT_TRACKING", "true");
    boolean wanted = Arrays.stream(args).anyMatch(arg -> arg.contains(ImageSource.DJL));
    setUnlessSet("ai.djl.offline", wanted ? "false" : Versions.offline());
    setUnlessSet("java.awt.headless", "true");
    setUnlessSet("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    setUnlessSet("org.slf4j.simpleLogger.showThreadName", "false");
    if (!Versions.cuda().equals("none")) {
      // The first start unpacks or downloads gigabytes.
      setUnlessSet("org.slf4j.simpleLogger.log.ai.djl.pytorch.jni.LibUtils", "info");
    }
    // A machine without a GPU that can be used is nothing to warn of; --verbose tells why.
    setUnlessSet("org.slf4j.simpleLogger.log.ai.djl.util.cuda", "off");
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static PrintWriter writer(OutputStream stream, String property) {
    return new PrintWriter(new OutputStreamWriter(stream, encoding(property)), true);
  }

  /**
   * Returns the encoding of a stream's terminal. JDKs from 19 on tell it; before them, and where
   * there is no terminal, it is the system's. From JDK 18 on, Java's own default is another.
   */
  static Charset encoding(String property) {
    String name = System.getProperty(property, System.getProperty("native.encoding", ""));
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException e) {
      return Charset.defaultCharset(); // None is told, or one that this Java does not have.
    }
  }
}
