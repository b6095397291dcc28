package io.organza.cli;

import picocli.CommandLine.ArgGroup;

/** The options that say which files a training reads and writes. */
final class RunFileOptions {

  @ArgGroup(validate = false)
  FolderOptions folders = new FolderOptions();

  @ArgGroup(validate = false)
  CacheOption cache = new CacheOption();

  @ArgGroup(validate = false)
  RunOptions run = new RunOptions();
}
