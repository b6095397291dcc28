package io.organza.cli;

import picocli.CommandLine.ArgGroup;

/** The options that depend on the machine and the moment. */
final class HereOptions {

  @ArgGroup(validate = false)
  MachineOptions machine = new MachineOptions();

  @ArgGroup(validate = false)
  TalkOptions talk = new TalkOptions();
}
