/**
 * Checks whether a run fits into memory. {@link io.dendrite.memory.MemoryNeed} adds up the sizes of
 * the arrays that a run must hold. {@link io.dendrite.memory.MemoryGiven} has the memory limits
 * with which Spark was started. A run that cannot fit is refused before its first step, with a
 * message that gives the needed memory and the limit.
 */
package io.dendrite.memory;
