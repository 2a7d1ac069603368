/**
 * Demonstrations: the quickstart's and the textbook's examples, each a configuration that comes
 * with the program and the data that it generates, in a directory of their own.
 */
package io.dendrite.cli.demo;
