package io.dendrite.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory that programs can still get. */
final class MachineMemory {
  private MachineMemory() {}

  /** Linux's MemAvailable, which counts caches that can be given up; the default elsewhere. */
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
