package io.dendrite.task;

import io.dendrite.data.DataException;
import io.dendrite.data.RowBlock;
import io.dendrite.data.Scaler;
import io.dendrite.math.Blas;
import io.dendrite.math.BlasLibrary;
import io.dendrite.net.Net;
import io.dendrite.net.Purpose;
import io.dendrite.net.Workspace;
import io.dendrite.reduce.GradientPool;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The objects that every task of a run needs besides the network's parameters, broadcast once. Each
 * JVM has one copy of the setup, which lends workspaces to tasks, so that buffers are allocated
 * once and not for each task.
 */
public final class TaskSetup implements GradientPool, Serializable {
  private static final long serialVersionUID = 1;

  public final Net net;
  final Scaler scaler;
  public final int chunk;
  private final float[] classWeights;
  private final boolean sparse;

  /** Indices of the centred columns, which sparse rows store explicitly. */
  private final transient int[] centred;

  private final String blas;
  private final String blasIdentity;
  private transient ConcurrentLinkedDeque<Workspace> trainers = new ConcurrentLinkedDeque<>();
  private transient ConcurrentLinkedDeque<Workspace> scorers = new ConcurrentLinkedDeque<>();
  private transient ConcurrentLinkedDeque<float[]> gradients = new ConcurrentLinkedDeque<>();

  /**
   * @param sparse whether features go into the network as sparse rows
   * @param chunk largest number of rows that go through the network at once
   * @param blas name of the BLAS library to open, as in {@link BlasLibrary#open}
   * @param blasIdentity the BLAS library and kernel that every task must find; null if they may
   *     differ between executors
   */
  public TaskSetup(
      Net net, Scaler scaler, boolean sparse, int chunk, String blas, String blasIdentity) {
    this(net, scaler, null, sparse, chunk, blas, blasIdentity);
  }

  /**
   * Creates a setup for training with class weights.
   *
   * @param classWeights the weight of the rows of each class; null if all classes have weight 1
   */
  public TaskSetup(
      Net net,
      Scaler scaler,
      float[] classWeights,
      boolean sparse,
      int chunk,
      String blas,
      String blasIdentity) {
    this.net =
        scaler.targets().unchanged() ? net : net.ofTargetsDividedBy(scaler.targets().spread());
    this.classWeights = classWeights;
    this.scaler = scaler;
    this.sparse = sparse;
    centred = sparse ? scaler.centred() : new int[0];
    this.chunk = chunk;
    this.blas = blas;
    this.blasIdentity = blasIdentity;
  }

  private Object readResolve() {
    return new TaskSetup(net, scaler, classWeights, sparse, chunk, blas, blasIdentity);
  }

  /**
   * Lends a workspace for at least the given number of rows. If {@code training} is true, the
   * workspace serves forward and backward passes, otherwise only forward passes.
   */
  public Workspace borrow(boolean training, int rows) {
    Workspace free = (training ? trainers : scorers).poll();
    return free != null && free.maxRows() >= rows
        ? free
        : new Workspace(net, training, false, sparse, rows, openBlas());
  }

  /** Takes back a workspace that {@link #borrow} lent. */
  public void giveBack(boolean training, Workspace workspace) {
    (training ? trainers : scorers).push(workspace);
  }

  @Override
  public float[] borrowGradient() {
    float[] free = gradients.poll();
    if (free == null) {
      return new float[net.parameters()];
    }
    Arrays.fill(free, 0f);
    return free;
  }

  @Override
  public void giveBackGradient(float[] gradient) {
    gradients.push(gradient);
  }

  /** Number of gradient vectors in the pool that are not lent to a task. */
  public int pooledGradients() {
    return gradients.size();
  }

  private Blas openBlas() {
    return new Blas(library().netlib());
  }

  /** Opens the BLAS library of the run; fails if this executor finds another library or kernel. */
  BlasLibrary library() {
    BlasLibrary library = BlasLibrary.open(blas);
    if (blasIdentity != null && !library.identity().equals(blasIdentity)) {
      throw new DataException(
          "host "
              + host()
              + " computes with "
              + library.identity()
              + ", but the run with "
              + blasIdentity
              + "; one run needs one kernel: set --conf spark.executorEnv.OPENBLAS_CORETYPE to one that all hosts have, or blas.library");
    }
    return library;
  }

  static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /**
   * Copies one row, scaled, with its target and weight, to row {@code place} of the workspace. The
   * rows of the workspace are filled in order, from 0.
   */
  public void load(RowBlock block, int row, Workspace workspace, int place) {
    loadFeatures(block, row, workspace, place);
    int width = net.targetWidth();
    if (net.purpose() == Purpose.AUTOENCODER) {
      System.arraycopy(workspace.x, place * width, workspace.targets, place * width, width);
    } else {
      block.target(row, workspace.targets, place * width);
      scaler.targets().apply(workspace.targets, place * width);
    }
    workspace.weights[place] = block.weight(row);
  }

  /** Replaces the scaled targets in the workspace by the unscaled targets of the block's rows. */
  void unscaleTargets(RowBlock block, int first, Workspace workspace, int rows) {
    if (scaler.targets().unchanged()) {
      return;
    }
    for (int i = 0; i < rows; i++) {
      block.target(first + i, workspace.targets, i * net.targetWidth());
    }
  }

  /** True if rows of different classes have different weights in training. */
  boolean weighsClasses() {
    return classWeights != null;
  }

  /**
   * Multiplies the weights of the first {@code rows} rows of the workspace by the weights of their
   * classes.
   */
  void weighClasses(Workspace workspace, int rows) {
    if (classWeights == null) {
      return;
    }
    for (int row = 0; row < rows; row++) {
      workspace.weights[row] *= classWeights[(int) workspace.targets[row]];
    }
  }

  /** Copies the features of one row, scaled, to row {@code place} of the workspace. */
  public void loadFeatures(RowBlock block, int row, Workspace workspace, int place) {
    if (sparse) {
      block.features().append(row, scaler, centred, workspace.sparse, place);
      return;
    }
    scaler.load(block.features(), row, workspace.line, workspace.x, place * net.inputs());
  }
}
