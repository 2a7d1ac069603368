package io.dendrite.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out how much memory of this machine is still available to programs. */
final class MachineMemory {
  private MachineMemory() {}

  /**
   * On Linux, returns MemAvailable in bytes, which includes caches that the system can drop. On
   * other systems, returns the argument.
   */
  static long available(long otherwise) {
    try {
      return Files.readAllLines(Path.of("/proc/meminfo")).stream()
          .filter(line -> line.startsWith("MemAvailable:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(otherwise);
    } catch (IOException e) {
      return otherwise;
    }
  }
}
