package io.dendrite.cli;

/**
 * What {@code predict} wrote.
 *
 * @param out directory, as the user named it
 * @param format csv or parquet
 */
record PredictResult(String out, String format, long rows) {}
