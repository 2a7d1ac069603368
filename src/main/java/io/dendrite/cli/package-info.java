/**
 * The command line: one class a command, with the options that several share, sessions, signals,
 * and failures as one sentence with an exit code. Results go to stdout, all else to stderr.
 *
 * <p>{@link io.dendrite.cli.Main} is the entry point and the one class of it that others may name.
 */
package io.dendrite.cli;
