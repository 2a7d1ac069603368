/**
 * Byte formats to packed rows: parsers of CSV, LIBSVM and IDX, the packed matrices they fill, and
 * the generators of data sets with known properties. Pure JDK: the bytes come from whoever can open
 * the file.
 */
package io.dendrite.data;
