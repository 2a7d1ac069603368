/**
 * Checks whether a run fits into memory. {@link io.dendrite.memory.MemoryNeed} adds up the arrays
 * that a run must hold, {@link io.dendrite.memory.MemoryGiven} knows what Spark was given; a run
 * that cannot fit is refused before its first step, with the numbers.
 */
package io.dendrite.memory;
