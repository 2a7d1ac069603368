/**
 * Checks whether a run fits into memory. {@link io.dendrite.memory.MemoryNeed} adds up the arrays
 * that a run must hold, {@link io.dendrite.memory.MemoryGiven} has the memory limits with which
 * Spark was started; a run that cannot fit is refused before its first step, and the message gives
 * need and limit.
 */
package io.dendrite.memory;
