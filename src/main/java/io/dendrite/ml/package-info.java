/**
 * Dendrite as stages of Spark ML pipelines: {@link io.dendrite.ml.MlpClassifier} and {@link
 * io.dendrite.ml.MlpRegressor} with their models.
 *
 * <p>A stage has params with Spark's names ({@link io.dendrite.ml.MlpParams}), and one param for
 * each key of the configuration ({@link io.dendrite.ml.KeyParams}). A fit turns the params into
 * settings and runs the same trainer as the command line. Models are saved as directories that the
 * command line can read, too.
 */
package io.dendrite.ml;
