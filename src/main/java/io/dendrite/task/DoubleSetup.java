package io.dendrite.task;

import io.dendrite.f64.math.Blas;
import io.dendrite.f64.net.Net;
import io.dendrite.f64.net.NetSpec;
import io.dendrite.f64.net.Workspace;
import java.io.Serializable;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * What a task needs to compute in double precision: a double-precision copy of the network. Each
 * JVM has one copy of the setup, which lends workspaces to the JVM's tasks.
 */
public final class DoubleSetup implements Serializable {
  private static final long serialVersionUID = 1;

  final Net net;
  private transient ConcurrentLinkedDeque<Workspace> free = new ConcurrentLinkedDeque<>();

  public DoubleSetup(Net net) {
    this.net = net;
  }

  /** Creates the double-precision copy of the network that {@code spec} describes. */
  public static Net twin(io.dendrite.net.NetSpec spec, int inputs, int outputs) {
    return new Net(
        new NetSpec(spec.task(), spec.input(), spec.layers(), spec.loss()), inputs, outputs);
  }

  private Object readResolve() {
    return new DoubleSetup(net);
  }

  /** Lends a workspace for forward and backward passes over at least the given number of rows. */
  Workspace borrow(int rows, boolean sparse, Blas blas) {
    Workspace space = free.poll();
    return space != null && space.maxRows() >= rows
        ? space
        : new Workspace(net, true, false, sparse, rows, blas);
  }

  /** Takes back a workspace that was lent. */
  void giveBack(Workspace space) {
    free.push(space);
  }
}
