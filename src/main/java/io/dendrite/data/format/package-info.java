/**
 * Parsers of CSV, LIBSVM and IDX files, and writers of CSV and IDX files. Parsers and writers use
 * only the JDK; the caller opens the files. An error in a row throws a {@link
 * io.dendrite.data.BadRow} that names the place and quotes the field.
 */
package io.dendrite.data.format;
