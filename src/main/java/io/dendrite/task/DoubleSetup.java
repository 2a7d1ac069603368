package io.dendrite.task;

import io.dendrite.f64.math.Blas;
import io.dendrite.f64.net.Net;
import io.dendrite.f64.net.NetSpec;
import io.dendrite.f64.net.Workspace;
import java.io.Serializable;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * What a task needs to compute in double precision: the twin of the network. Each JVM's copy lends
 * out workspaces.
 */
public final class DoubleSetup implements Serializable {
  private static final long serialVersionUID = 1;

  final Net net;
  private transient ConcurrentLinkedDeque<Workspace> free = new ConcurrentLinkedDeque<>();

  public DoubleSetup(Net net) {
    this.net = net;
  }

  /** The double-precision twin of a network. */
  public static Net twin(io.dendrite.net.NetSpec spec, int inputs, int outputs) {
    return new Net(
        new NetSpec(spec.task(), spec.input(), spec.layers(), spec.loss()), inputs, outputs);
  }

  private Object readResolve() {
    return new DoubleSetup(net);
  }

  /** Lends a workspace for both passes, for at least the given rows. */
  Workspace borrow(int rows, boolean sparse, Blas blas) {
    Workspace space = free.poll();
    return space != null && space.maxRows() >= rows
        ? space
        : new Workspace(net, true, false, sparse, rows, blas);
  }

  /** Takes a workspace back. */
  void giveBack(Workspace space) {
    free.push(space);
  }
}
