/**
 * What one task does: gather the rows of its shards, run them forward and backward, in single
 * ({@link io.dendrite.task.SharePass}) or double precision, and return a sum. {@link
 * io.dendrite.task.TaskSetup} is what every task of a run needs, broadcast once; {@link
 * io.dendrite.task.Machines} makes sure that all tasks compute with one BLAS and one kernel.
 */
package io.dendrite.task;
