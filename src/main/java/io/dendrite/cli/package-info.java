/**
 * The command line: one class for each command, the options that several commands share, the
 * opening of Spark sessions, the handling of signals, and the conversion of failures to one
 * sentence and an exit code. Results go to stdout, everything else to stderr.
 *
 * <p>{@link io.dendrite.cli.Main} is the entry point and the only class of this package that other
 * packages may use.
 */
package io.dendrite.cli;
