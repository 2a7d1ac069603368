package io.dendrite.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A directory in which one operation fails once, when asked to. */
final class FaultyFiles implements AtomicFiles {
  private final AtomicFiles inner;
  private final Faults faults;

  FaultyFiles(AtomicFiles inner, Faults faults) {
    this.inner = inner;
    this.faults = faults;
  }

  @Override
  public String path(String name) {
    return inner.path(name);
  }

  @Override
  public void makeDirectory(String name) throws IOException {
    inner.makeDirectory(name);
  }

  @Override
  public List<Found> list(String name) throws IOException {
    return inner.list(name);
  }

  @Override
  public Optional<Found> find(String name) throws IOException {
    return inner.find(name);
  }

  @Override
  public InputStream open(String name) throws IOException {
    faults.at("open", name);
    return inner.open(name);
  }

  @Override
  public Output create(String name) throws IOException {
    faults.at("create", name);
    Output out = inner.create(name);
    return new Output() {
      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        out.write(bytes, from, count / 2);
        faults.at("write", name);
        out.write(bytes, from + count / 2, count - count / 2);
      }

      @Override
      void sync() throws IOException {
        faults.at("hsync", name);
        out.sync();
      }

      @Override
      public void close() throws IOException {
        faults.at("close", name);
        out.close();
      }

      @Override
      void abort() throws IOException {
        out.abort();
      }
    };
  }

  @Override
  public boolean movesAtomically() {
    return inner.movesAtomically();
  }

  @Override
  public boolean move(String from, String to) throws IOException {
    faults.at("rename", to);
    return inner.move(from, to);
  }

  @Override
  public boolean createIfAbsent(String name, byte[] content, String temporary) throws IOException {
    return inner.createIfAbsent(name, content, temporary);
  }

  @Override
  public void replace(String name, byte[] content, String temporary) throws IOException {
    inner.replace(name, content, temporary);
  }

  @Override
  public void delete(String name) throws IOException {
    faults.at("delete", name);
    inner.delete(name);
  }
}
