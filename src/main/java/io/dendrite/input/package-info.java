/**
 * Reads files and tables into parsed rows. {@link io.dendrite.input.InputFiles} lists and opens
 * files. {@link io.dendrite.input.RowSource} is the interface for the rows of an input in any
 * format. Implementations for CSV, LIBSVM and IDX use the parsers of {@link
 * io.dendrite.data.format}, and implementations for Parquet and tables use Spark's readers.
 *
 * <p>A complaint about a row that cannot be read names the file, the number of the line or row, the
 * field, the value that was found, and what was expected.
 */
package io.dendrite.input;
