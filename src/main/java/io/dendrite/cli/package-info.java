/**
 * The command line: one class for each command, and the options that several commands share,
 * sessions, signals, and failures as one sentence with an exit code. Results go to stdout, all else
 * to stderr.
 *
 * <p>{@link io.dendrite.cli.Main} is the entry point and the only class here that other packages
 * may name.
 */
package io.dendrite.cli;
