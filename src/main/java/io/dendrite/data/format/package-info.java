/**
 * Parsers of CSV, LIBSVM and IDX files, and writers of CSV and IDX files. Parsers and writers use
 * only the JDK; the caller opens the files. For an error in a row, a parser throws a {@link
 * io.dendrite.data.BadRow} that names the place of the bad field and quotes the field.
 */
package io.dendrite.data.format;
