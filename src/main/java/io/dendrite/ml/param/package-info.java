/**
 * The params of the stages: Spark's names, one param for each key of the configuration, and the
 * translation of messages into the words of setters.
 */
package io.dendrite.ml.param;
