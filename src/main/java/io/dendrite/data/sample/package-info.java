/**
 * Generators of data sets with known properties: digits, spirals, regions, curves, truth tables,
 * translated patterns. The same seed gives the same numbers on every machine.
 */
package io.dendrite.data.sample;
