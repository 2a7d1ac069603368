package io.dendrite.cli;

/**
 * The result of the command {@code predict}: what it wrote.
 *
 * @param out output directory, as the user named it
 * @param format format of the output: csv or parquet
 */
record PredictResult(String out, String format, long rows) {}
