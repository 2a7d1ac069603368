package io.dendrite.math;

import java.io.File;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * The OpenBLAS library that is part of Dendrite's jar. JavaCPP unpacks OpenBLAS and loads it with
 * the libraries it needs (libgfortran and others). OpenBLAS is set to one thread per call, because
 * training runs in parallel as Spark tasks.
 *
 * <p>OpenBLAS itself chooses the kernel for this CPU, unless the environment variable {@code
 * OPENBLAS_CORETYPE} selects a kernel. OpenBLAS's Java binding has no function that returns the
 * chosen kernel. The kernel is therefore read from the library's global pointer {@code gotoblas},
 * which points to one of the tables {@code gotoblas_HASWELL}, {@code gotoblas_COOPERLAKE} and so
 * on.
 *
 * <p>The library oneDNN (3.8.1) is not used, because its operands must be in memory off the heap.
 * With operands copied to memory off the heap and back, the gradient of a network of 12 million
 * weights took 1.37, 1.16, 1.12, 1.11, 1.09, 1.10 times as long as with OpenBLAS at 32, 64, 128,
 * 256, 500, 1000 rows a task (AVX2). For operands already off the heap, the matrix products of
 * oneDNN took 0.56, 0.68, 0.79, 0.92, 0.94, 0.98 times as long as the matrix products of OpenBLAS.
 */
final class BundledOpenBlas {
  /** The version of OpenBLAS that the build file fixes. */
  static final String VERSION = "OpenBLAS 0.3.31";

  /** Name of the OpenBLAS function that sets the number of threads per call. */
  static final String SET_THREADS = "openblas_set_num_threads";

  private static final List<String> KERNELS =
      List.of(
          "SapphireRapids",
          "Cooperlake",
          "SkylakeX",
          "Zen",
          "Haswell",
          "Excavator",
          "Steamroller",
          "Piledriver",
          "Bulldozer",
          "Sandybridge",
          "Nehalem",
          "Barcelona",
          "Core2",
          "Prescott",
          "ARMV8SVE",
          "ARMV8",
          "CortexA53",
          "CortexA57",
          "NeoverseN1",
          "NeoverseN2",
          "NeoverseV1",
          "ThunderX",
          "ThunderX2T99",
          "ThunderX3T110",
          "TSV110",
          "EMAG8180",
          "A64FX",
          "Falkor");

  private BundledOpenBlas() {}

  /**
   * Loads the bundled OpenBLAS and returns its file. Throws {@link UnsatisfiedLinkError} if the
   * library cannot run on this machine.
   */
  static File load() {
    String binding = Loader.load(openblas_nolapack.class);
    openblas_nolapack.blas_set_num_threads(1);
    File folder = new File(binding).getParentFile();
    File[] libraries = folder.listFiles((dir, name) -> name.matches("libopenblas.*\\.so\\.\\d+"));
    if (libraries == null || libraries.length == 0) {
      throw new UnsatisfiedLinkError("no libopenblas beside " + binding);
    }
    return libraries[0];
  }

  /** Name of the CPU kernel that OpenBLAS uses, as OpenBLAS spells it. */
  static String kernel(LoadedLibrary library) {
    if (!library.defines("gotoblas")) {
      return "generic";
    }
    long table = library.word("gotoblas");
    for (String name : KERNELS) {
      String candidate = "gotoblas_" + name.toUpperCase(Locale.ROOT);
      if (library.defines(candidate) && library.address(candidate) == table) {
        return name;
      }
    }
    return "unnamed";
  }
}
