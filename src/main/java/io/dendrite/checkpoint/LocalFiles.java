package io.dendrite.checkpoint;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A directory on the local disk, used through Java NIO.
 *
 * <p>Hadoop's own local file system is not used: it cannot force bytes to the disk, and it renames
 * a file and the file's checksum file in two steps.
 */
final class LocalFiles implements AtomicFiles {
  private final Path directory;

  LocalFiles(Path directory) {
    this.directory = directory;
  }

  @Override
  public String path(String name) {
    return resolve(name).toString();
  }

  private Path resolve(String name) {
    return name.isEmpty() ? directory : directory.resolve(name);
  }

  @Override
  public void makeDirectory(String name) throws IOException {
    Files.createDirectories(resolve(name));
  }

  @Override
  public List<Found> list(String name) throws IOException {
    List<Found> found = new ArrayList<>();
    try (Stream<Path> paths = Files.list(resolve(name))) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        found(path).ifPresent(found::add);
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return found;
  }

  @Override
  public Optional<Found> find(String name) throws IOException {
    return found(resolve(name));
  }

  private static Optional<Found> found(Path path) throws IOException {
    try {
      BasicFileAttributes a = Files.readAttributes(path, BasicFileAttributes.class);
      return Optional.of(
          new Found(
              path.getFileName().toString(),
              a.isDirectory(),
              a.size(),
              a.lastModifiedTime().toMillis()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public InputStream open(String name) throws IOException {
    try {
      return Files.newInputStream(resolve(name));
    } catch (NoSuchFileException e) {
      throw notFound(name);
    }
  }

  private FileNotFoundException notFound(String name) {
    return new FileNotFoundException(path(name) + " does not exist");
  }

  @Override
  public Output create(String name) throws IOException {
    Path path = resolve(name);
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new Output() {
      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        for (ByteBuffer rest = ByteBuffer.wrap(bytes, from, count); rest.hasRemaining(); ) {
          channel.write(rest);
        }
      }

      @Override
      void sync() throws IOException {
        channel.force(true);
        LocalFiles.sync(path.getParent());
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }

      @Override
      void abort() throws IOException {
        channel.close();
      }
    };
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public boolean movesAtomically() {
    return true;
  }

  @Override
  public boolean move(String from, String to) throws IOException {
    Path target = resolve(to);
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      Files.move(resolve(from), target, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      throw notFound(from);
    }
    sync(target.getParent());
    return true;
  }

  /**
   * Creates the file without a rename, since a rename would replace a file that another process
   * created in the meantime.
   */
  @Override
  public boolean createIfAbsent(String name, byte[] content, String temporary) throws IOException {
    try (Output out = create(name)) {
      out.write(content);
      out.sync();
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  @Override
  public void replace(String name, byte[] content, String temporary) throws IOException {
    Files.write(resolve(temporary), content);
    Files.move(resolve(temporary), resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(String name) throws IOException {
    Path root = resolve(name);
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path d, IOException e) throws IOException {
            if (e != null) {
              throw e;
            }
            Files.deleteIfExists(d);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
