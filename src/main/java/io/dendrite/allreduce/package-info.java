/**
 * The all-reduce engine, which does many steps in one Spark job. {@link
 * io.dendrite.allreduce.AllReduceEngine} starts Spark jobs of barrier tasks. Each task gets its
 * {@link io.dendrite.allreduce.Rank} (its index, shared state and connections) from a {@link
 * io.dendrite.allreduce.Rendezvous}. The tasks of an executor share a {@link
 * io.dendrite.allreduce.Replica} of the run's state. Each step is a reduce-scatter of gradients, an
 * update of slices, an all-gather of parameters ({@link io.dendrite.allreduce.ReplicaTask}).
 *
 * <p>Gradients are summed in the fixed order of the canonical tree, so the results are the same as
 * with the tree engine, bit for bit. Reduce-scatter and all-gather are meant as in MPI (Thakur,
 * Rabenseifner and Gropp, 2005).
 */
package io.dendrite.allreduce;
