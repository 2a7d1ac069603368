/**
 * The parsers and writers of CSV, LIBSVM and IDX. They use only the JDK: the caller opens the
 * files. An error in a row becomes a {@link io.dendrite.data.BadRow} that names the place and the
 * field.
 */
package io.dendrite.data.format;
