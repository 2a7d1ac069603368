/**
 * What the command line prints: results, plans, inspections and progress, as records that {@code
 * --json} writes or in words and tables, and nothing that a terminal would take for a command.
 */
package io.dendrite.cli.text;
