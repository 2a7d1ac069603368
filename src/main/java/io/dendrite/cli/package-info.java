/**
 * The command line: one class for each command, the options that several commands share, Spark
 * sessions, signals, and failures as one sentence with an exit code. Results go to stdout,
 * everything else to stderr.
 *
 * <p>{@link io.dendrite.cli.Main} is the entry point and the only class of this package that other
 * packages may use.
 */
package io.dendrite.cli;
