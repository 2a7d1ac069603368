/**
 * What the command line prints: results, plans, inspections and progress as text or as the maps
 * that {@code --json} writes, and nothing that a terminal would take for a command.
 */
package io.dendrite.cli.text;
