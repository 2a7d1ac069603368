/**
 * The parsers and writers of CSV, LIBSVM and IDX. Pure JDK: the bytes come from whoever can open
 * the file. What is wrong with a row becomes a {@link io.dendrite.data.BadRow} with place and
 * field.
 */
package io.dendrite.data.format;
