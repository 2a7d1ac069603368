package io.dendrite.math;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Model and flags of the processor, as the operating system reports them; both are empty if the
 * operating system does not report them.
 */
public record Cpu(String model, Set<String> flags) {
  /**
   * The names of CPU flags for vector instructions, the widest instructions first. The flags decide
   * which OpenBLAS kernel is best for the CPU.
   */
  private static final List<String> VECTOR_FLAGS =
      List.of("avx512f", "avx2", "avx", "sse4_2", "asimd");

  /** Reads model and flags from {@code /proc/cpuinfo}. */
  public static Cpu read() {
    String model = System.getProperty("os.arch");
    Set<String> flags = Set.of();
    try {
      for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
        String value = line.substring(line.indexOf(':') + 1).trim();
        if (line.startsWith("model name")) {
          model = value;
        } else if (line.startsWith("flags") || line.startsWith("Features")) {
          flags = Set.of(value.split("\\s+"));
        }
      }
    } catch (IOException e) {
      return new Cpu(model, Set.of());
    }
    return new Cpu(model, flags);
  }

  /** The flags of this CPU that stand for vector instructions, the widest instructions first. */
  public List<String> vectorFlags() {
    return VECTOR_FLAGS.stream().filter(flags::contains).toList();
  }

  /** True if this CPU has wider vector instructions than the OpenBLAS kernel of this name uses. */
  public boolean exceeds(String kernel) {
    boolean wide = Set.of("SapphireRapids", "Cooperlake", "SkylakeX").contains(kernel);
    boolean middle = Set.of("Haswell", "Zen", "Excavator").contains(kernel);
    return flags.contains("avx512f") ? !wide : flags.contains("avx2") && !wide && !middle;
  }
}
