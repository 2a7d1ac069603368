package io.dendrite.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Reports which software and hardware this machine computes with, how fast it is, and what the user
 * can improve.
 */
@Command(
    name = "doctor",
    description = "Says what this machine computes with, how fast it is, and what can be improved.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    output.print(Diagnosis.of(System.getenv()), Diagnosis::say);
    return 0;
  }
}
