/**
 * Demonstrations: the quickstart and the textbook examples. Each demonstration is a configuration
 * that is part of the program, with generated data in a directory of its own.
 */
package io.dendrite.cli.demo;
