/**
 * Dendrite as stages of Spark ML pipelines: {@link io.dendrite.ml.MlpClassifier} and {@link
 * io.dendrite.ml.MlpRegressor} with their models.
 *
 * <p>A stage's params are Spark's own names ({@link io.dendrite.ml.MlpParams}) and one for each key
 * of the configuration ({@link io.dendrite.ml.KeyParams}); a fit turns them into settings and runs
 * the same trainer as the command line. Models are saved as directories that the command line can
 * read, too.
 */
package io.dendrite.ml;
