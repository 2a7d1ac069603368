/**
 * The params of the stages: params with Spark's names, and one param for each key of the
 * configuration. Error messages about settings are rewritten so that they name setters.
 */
package io.dendrite.ml.param;
