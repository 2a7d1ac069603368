package io.dendrite.math;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A native library of this process, with the addresses of its own symbols (Linux, ELF of 64 bits).
 *
 * <p>The usual search for a symbol by its name cannot tell two BLAS libraries of a process apart:
 * the search returns the symbol of the library that was loaded first. Netlib searches in this way
 * (its native code calls {@code dlsym} without a handle). In a JVM where Spark MLlib has already
 * loaded the system's BLAS, a second copy of netlib's native code would therefore also compute with
 * the system's BLAS, whichever library this copy is asked to open.
 */
final class LoadedLibrary {
  private static final Path MAPS = Path.of("/proc/self/maps");
  private static final int DYNAMIC_SYMBOLS = 11;
  private static final int UNDEFINED = 0;

  private final long base;
  private final Map<String, Long> symbols;

  private LoadedLibrary(long base, Map<String, Long> symbols) {
    this.base = base;
    this.symbols = symbols;
  }

  /**
   * A line of the process's memory map: the addresses from start (inclusive) to end (exclusive),
   * and the file that is mapped there, if any.
   */
  private record Mapping(long start, long end, String access, long offset, String file) {
    static Mapping of(String line) {
      String[] parts = line.split("\\s+", 6);
      String[] range = parts[0].split("-");
      return new Mapping(
          Long.parseUnsignedLong(range[0], 16),
          Long.parseUnsignedLong(range[1], 16),
          parts[1],
          Long.parseUnsignedLong(parts[2], 16),
          parts.length < 6 ? "" : parts[5]);
    }
  }

  private static List<Mapping> mappings() {
    try (Stream<String> lines = Files.lines(MAPS)) {
      return lines.map(Mapping::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The library that was loaded from a file.
   *
   * @throws UnsatisfiedLinkError if no library was loaded from the file, or the file cannot be read
   */
  static LoadedLibrary of(File file) {
    String path;
    try {
      path = file.getCanonicalPath();
      for (Mapping mapping : mappings()) {
        if (mapping.file().equals(path) && mapping.offset() == 0) {
          return new LoadedLibrary(mapping.start(), symbols(file.toPath()));
        }
      }
    } catch (IOException | UncheckedIOException | IndexOutOfBoundsException e) {
      throw new UnsatisfiedLinkError("the symbols of " + file + " cannot be read: " + e);
    }
    throw new UnsatisfiedLinkError(path + " is not among the libraries of this process");
  }

  /** The files of all libraries of this process whose file name contains the text {@code part}. */
  static Set<String> files(String part) {
    Set<String> files = new TreeSet<>();
    if (!Files.isReadable(MAPS)) {
      return files;
    }
    for (Mapping mapping : mappings()) {
      if (mapping.file().contains(part)) {
        files.add(mapping.file());
      }
    }
    return files;
  }

  /** Reads the names and relative addresses of the symbols that a library defines. */
  private static Map<String, Long> symbols(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer elf =
          channel
              .map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
              .order(ByteOrder.LITTLE_ENDIAN);
      int sections = (int) elf.getLong(0x28);
      int size = elf.getShort(0x3A);
      int count = elf.getShort(0x3C);
      for (int i = 0; i < count; i++) {
        int section = sections + i * size;
        if (elf.getInt(section + 4) == DYNAMIC_SYMBOLS) {
          int names = (int) elf.getLong(sections + elf.getInt(section + 0x28) * size + 0x18);
          int first = (int) elf.getLong(section + 0x18);
          return symbols(elf, first, (int) elf.getLong(section + 0x20) / 24, names);
        }
      }
      throw new IOException("no dynamic symbols");
    }
  }

  private static Map<String, Long> symbols(ByteBuffer elf, int first, int count, int names) {
    Map<String, Long> symbols = new HashMap<>();
    for (int i = 0; i < count; i++) {
      int symbol = first + 24 * i;
      if (elf.getShort(symbol + 6) != UNDEFINED) {
        symbols.put(text(elf, names + elf.getInt(symbol)), elf.getLong(symbol + 8));
      }
    }
    return symbols;
  }

  private static String text(ByteBuffer elf, int at) {
    int end = at;
    while (elf.get(end) != 0) {
      end++;
    }
    byte[] name = new byte[end - at];
    elf.get(at, name);
    return new String(name, StandardCharsets.US_ASCII);
  }

  /** True if the library defines a symbol of this name. */
  boolean defines(String name) {
    return symbols.containsKey(name);
  }

  /** The address of a symbol that the library defines. */
  long address(String name) {
    return base + symbols.get(name);
  }

  /** The 64 bits in memory at the address of a symbol that the library defines. */
  long word(String name) {
    return new Words(address(name), 1).get(0);
  }

  /**
   * True if the usual search for the symbol {@code name} finds this library's symbol, not another
   * library's.
   */
  boolean comesFirst(String name) {
    Pointer found = Loader.addressof(name);
    return found == null || found.address() == address(name);
  }

  /**
   * Redirects function pointers in another library's memory. A pointer is redirected if its target
   * is the function that the usual search finds under some name; afterwards, it points to this
   * library's function of the same name.
   *
   * @param file file of the library whose function pointers are redirected
   */
  void redirect(String file) {
    Map<Long, Long> replacements = new HashMap<>();
    for (String name : symbols.keySet()) {
      Pointer found = name.endsWith("_") ? Loader.addressof(name) : null;
      if (found != null && found.address() != address(name)) {
        replacements.put(found.address(), address(name));
      }
    }
    for (Mapping mapping : writable(file)) {
      Words words = new Words(mapping.start(), (mapping.end() - mapping.start()) / Long.BYTES);
      for (long i = 0; i < words.limit(); i++) {
        Long replacement = replacements.get(words.get(i));
        if (replacement != null) {
          words.put(i, replacement);
        }
      }
    }
  }

  /**
   * The writable memory of a library: the mappings of its file, and the anonymous memory that
   * directly follows these mappings.
   */
  private static List<Mapping> writable(String file) {
    List<Mapping> writable = new ArrayList<>();
    Mapping last = null;
    for (Mapping mapping : mappings()) {
      boolean own = mapping.file().equals(file);
      boolean behind = last != null && mapping.file().isEmpty() && mapping.start() == last.end();
      if ((own || behind) && mapping.access().startsWith("rw")) {
        writable.add(mapping);
      }
      last = own ? mapping : null;
    }
    return writable;
  }

  /** Memory at a fixed address, as words of 64 bits. */
  private static final class Words extends LongPointer {
    Words(long address, long count) {
      this.address = address;
      limit = count;
      capacity = count;
    }
  }
}
