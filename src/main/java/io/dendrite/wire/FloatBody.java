package io.dendrite.wire;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import org.apache.spark.network.buffer.ManagedBuffer;
import org.apache.spark.network.util.AbstractFileRegion;

/**
 * The numbers of an outgoing message, as little-endian bytes. The numbers are read from the
 * sender's arrays, piece by piece, when the socket can accept bytes. The arrays must therefore not
 * change until the message has arrived.
 */
final class FloatBody extends ManagedBuffer {
  private final Slices slices;

  FloatBody(Slices slices) {
    this.slices = slices;
  }

  @Override
  public long size() {
    return Float.BYTES * slices.elements();
  }

  @Override
  public Object convertToNetty() {
    return new Region(slices);
  }

  /**
   * The numbers of the message as a Netty buffer. TLS can encrypt Netty's buffers, but not Netty's
   * file regions.
   */
  @Override
  public Object convertToNettyForSsl() {
    return Unpooled.wrappedBuffer(nioByteBuffer());
  }

  @Override
  public ByteBuffer nioByteBuffer() {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(size())).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] vector : slices.vectors()) {
      bytes.asFloatBuffer().put(vector, slices.at(), slices.length());
      bytes.position(bytes.position() + Float.BYTES * slices.length());
    }
    return bytes.flip();
  }

  @Override
  public InputStream createInputStream() {
    return new ByteArrayInputStream(nioByteBuffer().array());
  }

  @Override
  public ManagedBuffer retain() {
    return this;
  }

  @Override
  public ManagedBuffer release() {
    return this;
  }

  /**
   * The bytes of the message as a Netty file region. Netty requests these bytes one piece after
   * another.
   */
  private static final class Region extends AbstractFileRegion {
    private static final int PIECE = 1 << 16;

    /**
     * A buffer for each thread of Spark's network library. The thread reuses the buffer for every
     * piece of a message.
     */
    private static final ThreadLocal<ByteBuffer> BUFFER =
        ThreadLocal.withInitial(
            () -> ByteBuffer.allocateDirect(Float.BYTES * PIECE).order(ByteOrder.LITTLE_ENDIAN));

    private final Slices slices;
    private long transferred;

    Region(Slices slices) {
      this.slices = slices;
    }

    @Override
    public long count() {
      return Float.BYTES * slices.elements();
    }

    @Override
    public long position() {
      return 0;
    }

    @Override
    public long transferred() {
      return transferred;
    }

    @Override
    public long transferTo(WritableByteChannel target, long position) throws IOException {
      long all = 0;
      while (position + all < count()) {
        ByteBuffer bytes = piece(position + all);
        int asked = bytes.remaining();
        int written = target.write(bytes);
        transferred += written;
        all += written;
        if (written < asked) {
          break;
        }
      }
      return all;
    }

    /**
     * The bytes of the message that begin at {@code position} and end, at the latest, at the end of
     * the vector in which the position lies.
     */
    private ByteBuffer piece(long position) {
      long element = position / Float.BYTES;
      int vector = (int) (element / slices.length());
      int in = (int) (element % slices.length());
      int n = Math.min(PIECE, slices.length() - in);
      ByteBuffer bytes = BUFFER.get().clear();
      bytes.asFloatBuffer().put(slices.vectors()[vector], slices.at() + in, n);
      return bytes.position((int) (position % Float.BYTES)).limit(Float.BYTES * n);
    }

    @Override
    protected void deallocate() {
      // Nothing to release: the arrays belong to the sender.
    }
  }
}
