package io.dendrite.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.Syncable;

/** A Hadoop output stream whose operations fail, or that writes a wrong bit, when asked to. */
final class FaultyStream extends OutputStream implements Syncable, StreamCapabilities {
  private final FSDataOutputStream inner;
  private final String name;
  private final Faults faults;
  private boolean closed;

  FaultyStream(FSDataOutputStream inner, String name, Faults faults) {
    this.inner = inner;
    this.name = name;
    this.faults = faults;
  }

  @Override
  public void write(int b) throws IOException {
    inner.write(b);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    inner.write(bytes, from, count / 2);
    faults.at("write", name);
    byte[] rest = Arrays.copyOfRange(bytes, from + count / 2, from + count);
    if (rest.length > 0 && faults.fires("wrong", name)) {
      rest[0] ^= 1;
    }
    inner.write(rest);
  }

  @Override
  public void hflush() throws IOException {
    inner.hflush();
  }

  @Override
  public void hsync() throws IOException {
    faults.at("hsync", name);
    inner.hsync();
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      inner.close();
      faults.at("close", name);
    }
  }

  @Override
  public boolean hasCapability(String capability) {
    return capability.equals(HSYNC) || capability.equals(HFLUSH);
  }
}
