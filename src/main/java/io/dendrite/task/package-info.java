/**
 * The work of one task: gather the rows of its shards, run them forward and backward through the
 * network, in single ({@link io.dendrite.task.SharePass}) or double precision, and return a sum
 * over the rows. {@link io.dendrite.task.LoadedRun} opens a run: {@link io.dendrite.task.Machines}
 * makes sure that all tasks compute with one BLAS and one kernel, and {@link
 * io.dendrite.task.TaskSetup} is what every task needs, broadcast once.
 */
package io.dendrite.task;
