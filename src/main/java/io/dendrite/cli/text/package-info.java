/**
 * The output of the command line: results, plans, inspections and progress, as records for {@code
 * --json} or as text and tables for people. No output contains control characters that a terminal
 * would carry out as commands.
 */
package io.dendrite.cli.text;
