package io.organza.cli;

import io.organza.Preset;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that a configuration starts from. */
final class StartOptions {

  @Option(
      names = "--preset",
      paramLabel = "tiny|small|base|dcgan",
      description =
          "Where the configuration starts: tiny (default) is made for CPUs, small and base for GPUs, "
              + "dcgan is the classic baseline.")
  Preset preset = Preset.TINY;

  @ArgGroup(validate = false)
  BaseOptions base = new BaseOptions();
}
