/**
 * Data sets with known properties, generated: digits, spirals, regions, curves, truth tables,
 * patterns under translation. The same numbers for the same seed, on every machine.
 */
package io.dendrite.data.sample;
