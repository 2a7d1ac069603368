/**
 * Reads files and tables into parsed rows. {@link io.dendrite.input.InputFiles} finds files. {@link
 * io.dendrite.input.RowSource} is the interface of every format on Spark; its implementations read
 * CSV, LIBSVM, IDX and Parquet through the parsers of {@link io.dendrite.data.format}.
 *
 * <p>A row that cannot be read is reported with file, line or row, field, what was found and what
 * was expected.
 */
package io.dendrite.input;
