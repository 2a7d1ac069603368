package io.dendrite.math;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A BLAS library that is loaded on this machine: the bundled OpenBLAS, the system's library, or
 * netlib's Java code.
 *
 * <p>netlib chooses its native library once per class loader and keeps the choice, even if loading
 * failed. If Dendrite used netlib in the usual way, the first code that uses netlib (Spark ML, for
 * example) would decide which BLAS library Dendrite uses. To choose the library itself, Dendrite
 * loads each native library by a separate copy of netlib's classes, in a separate class loader.
 *
 * @param name kind of library, which is {@code bundled}, {@code system} or {@code java}
 * @param version name and version of the library, as far as the library reports them
 * @param kernel name of the CPU kernel that the library uses, or {@code java} for the Java code, or
 *     {@code unknown} for a system library
 * @param netlib the routines of the library, called through netlib
 * @param rejected one sentence for each library that was tried first, which says why that library
 *     is not used
 */
public record BlasLibrary(
    String name, String version, String kernel, BLAS netlib, List<String> rejected) {

  /** The values that the argument of {@link #open} may have. */
  public static final Set<String> CHOICES = Set.of("auto", "bundled", "system", "java");

  private static final String PATH_PROPERTY = "dev.ludovic.netlib.blas.nativeLibPath";

  /** Part of the name of the file from which netlib's native code is loaded. */
  private static final String NETLIB = "libnetlibblasjni";

  private static final Map<String, BlasLibrary> OPENED = new ConcurrentHashMap<>();

  /**
   * Opens a BLAS library. Later calls with the same choice return the library that the first call
   * loaded.
   *
   * @param choice {@code bundled}, {@code system}, {@code java}, or {@code auto}, which selects the
   *     first of these three that works
   * @throws IllegalArgumentException for an unknown choice
   * @throws IllegalStateException with the reason, if the chosen library does not load
   */
  public static BlasLibrary open(String choice) {
    if (!CHOICES.contains(choice)) {
      throw new IllegalArgumentException(
          "blas.library is '" + choice + "'; expected one of auto, bundled, system, java");
    }
    return OPENED.computeIfAbsent(choice, BlasLibrary::load);
  }

  /** True if the library is native code, false if it is Java code. */
  public boolean isNative() {
    return !name.equals("java");
  }

  /**
   * Number of threads that one BLAS call uses: 1, or 0 (unknown) for a system library, whose own
   * settings decide.
   */
  public int threads() {
    return name.equals("system") ? 0 : 1;
  }

  /**
   * Text that names the library and its CPU kernel. Two machines whose libraries and CPU kernels
   * have equal names compute matrix products with equal bits.
   */
  public String identity() {
    return version + " (" + kernel + ")";
  }

  /**
   * A warning for the user if the environment variable {@code OPENBLAS_CORETYPE} selects a kernel
   * with narrower vectors than the CPU has; null if no such kernel is selected.
   */
  public String pinned() {
    String pin = System.getenv("OPENBLAS_CORETYPE");
    return name.equals("bundled") && pin != null && !pin.isBlank() && Cpu.read().exceeds(kernel)
        ? "OPENBLAS_CORETYPE="
            + pin
            + " in the environment pins the kernel "
            + kernel
            + ", below what this CPU has; unset it for full speed"
        : null;
  }

  private static BlasLibrary load(String choice) {
    List<String> order =
        choice.equals("auto") ? List.of("bundled", "system", "java") : List.of(choice);
    List<String> rejected = new ArrayList<>();
    for (String name : order) {
      try {
        return switch (name) {
          case "bundled" -> bundled(rejected);
          case "system" -> system(rejected);
          default -> javaCode(rejected);
        };
      } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        rejected.add("the " + name + " BLAS does not load here: " + cause.getMessage());
      }
    }
    throw new IllegalStateException(String.join("; ", rejected));
  }

  private static BlasLibrary bundled(List<String> rejected) throws ReflectiveOperationException {
    File file = BundledOpenBlas.load();
    LoadedLibrary library = LoadedLibrary.of(file);
    if (!library.comesFirst(BundledOpenBlas.SET_THREADS)) {
      throw new UnsatisfiedLinkError(
          "another OpenBLAS was loaded into this JVM before; set"
              + " -Ddev.ludovic.netlib.blas.nativeLibPath="
              + file
              + " as an option of Java, so that Spark uses the same library");
    }
    return new BlasLibrary(
        "bundled",
        BundledOpenBlas.VERSION,
        BundledOpenBlas.kernel(library),
        redirected(file, library),
        List.copyOf(rejected));
  }

  private static BlasLibrary system(List<String> rejected) throws ReflectiveOperationException {
    return new BlasLibrary(
        "system", "system BLAS", "unknown", redirected(null, null), List.copyOf(rejected));
  }

  /**
   * Loads a copy of netlib's native code that computes with the given library, even if the process
   * loaded another BLAS library before.
   *
   * @param file file of the library; null for the system's BLAS
   * @param library the library; null for the system's BLAS, which netlib loads
   */
  private static synchronized BLAS redirected(File file, LoadedLibrary library)
      throws ReflectiveOperationException {
    Set<String> before = LoadedLibrary.files(NETLIB);
    BLAS netlib = isolated(file == null ? null : file.getPath());
    Set<String> copies = LoadedLibrary.files(NETLIB);
    copies.removeAll(before);
    LoadedLibrary target = library == null ? systemLibrary() : library;
    if (target != null) {
      copies.forEach(target::redirect);
    }
    return netlib;
  }

  /**
   * The system's BLAS among the native libraries of the process; null if no loaded file has the
   * usual name of a BLAS library.
   */
  private static LoadedLibrary systemLibrary() {
    for (String file : LoadedLibrary.files("/libblas")) {
      try {
        LoadedLibrary library = LoadedLibrary.of(new File(file));
        if (library.defines("sgemm_")) {
          return library;
        }
      } catch (UnsatisfiedLinkError e) {
        continue; // Another file may be the library; without one, netlib's own choice stays.
      }
    }
    return null;
  }

  /**
   * Opens netlib's Java code. The initialisation of netlib tries native code first and would log a
   * failure of this attempt, which is irrelevant when Java code is wanted.
   */
  private static BlasLibrary javaCode(List<String> rejected) {
    Logger logger = Logger.getLogger("dev.ludovic.netlib.blas.InstanceBuilder");
    Level before = logger.getLevel();
    logger.setLevel(Level.OFF);
    try {
      BLAS netlib = JavaBLAS.getInstance();
      // The version names netlib's class, since its two Java implementations give different bits:
      // plain Java 11 code, or vector code if the JVM was started with the vector module.
      String version = "netlib " + netlib.getClass().getSimpleName();
      return new BlasLibrary("java", version, "java", netlib, List.copyOf(rejected));
    } finally {
      logger.setLevel(before);
    }
  }

  /**
   * Loads a separate copy of netlib's native code, which loads the library at {@code path}, or the
   * system's library if {@code path} is null.
   */
  private static synchronized BLAS isolated(String path) throws ReflectiveOperationException {
    String before = System.getProperty(PATH_PROPERTY);
    try {
      if (path == null) {
        System.clearProperty(PATH_PROPERTY);
      } else {
        System.setProperty(PATH_PROPERTY, path);
      }
      Class<?> type = new NetlibLoader().loadClass("dev.ludovic.netlib.blas.JNIBLAS");
      Method instance = type.getDeclaredMethod("getInstance");
      instance.setAccessible(true);
      return (BLAS) instance.invoke(null);
    } finally {
      if (before == null) {
        System.clearProperty(PATH_PROPERTY);
      } else {
        System.setProperty(PATH_PROPERTY, before);
      }
    }
  }

  /**
   * A class loader with its own copies of netlib's implementation classes; netlib's public
   * interfaces come from the parent loader.
   */
  private static final class NetlibLoader extends ClassLoader {
    private static final String PACKAGE = "dev.ludovic.netlib.blas.";
    private static final Set<String> SHARED = Set.of(PACKAGE + "BLAS", PACKAGE + "NativeBLAS");

    NetlibLoader() {
      super(BLAS.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(PACKAGE) || SHARED.contains(name)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : define(name);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] code = in.readAllBytes();
        return defineClass(name, code, 0, code.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
