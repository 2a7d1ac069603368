package io.dendrite.nn;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One line of the table {@link Ops}: a type of layer or loss.
 *
 * @param <T> {@link Layer} or {@link Loss}
 * @param name name that users write as the type
 * @param doc what the layer or loss computes, as written in conf/reference.conf
 * @param internal whether only networks that Dendrite itself builds may use the layer or loss; if
 *     true, users cannot name it
 * @param maker function that makes the layer or loss; it must ask {@link Options} for every option
 *     that the type has
 * @param samples example options and inputs for tests and benchmarks; all samples of a type must
 *     give the same options
 */
public record Op<T>(
    String name, String doc, boolean internal, Function<Options, T> maker, List<Sample> samples) {

  /**
   * Makes a layer or loss of this type.
   *
   * @param where place in the network where the layer or loss is used, for error messages
   * @throws IllegalArgumentException for an unknown option, or a value out of range
   */
  public T make(String where, Map<String, Object> values) {
    Options options = new Options(where, values);
    T made = maker.apply(options);
    options.finish();
    return made;
  }

  /** Makes the layer or loss with the options of a sample. */
  public T make(Sample sample) {
    return make(name, sample.options());
  }

  /**
   * The first of the type's samples, which are example options for tests.
   *
   * @throws IllegalStateException if the type's line in {@link Ops} has no samples
   */
  public Sample sample() {
    if (samples.isEmpty()) {
      throw new IllegalStateException(
          "'"
              + name
              + "' has no sample; its line in Ops needs options and inputs for the tests, for"
              + " example \"3 kernel=2 on 2x5x4\", or \"\" for an op without options, which takes"
              + " any input if it is a layer");
    }
    return samples.get(0);
  }

  /** The options of the layer or loss, in the order in which {@code maker} asks for them. */
  public List<Option> options() {
    Options options = new Options(name, sample().options());
    maker.apply(options);
    return options.asked();
  }

  /**
   * The line of documentation for the type: its name, its options with their defaults, and {@code
   * doc}.
   */
  public String line() {
    String options = options().stream().map(Option::toString).collect(Collectors.joining(", "));
    return name + (options.isEmpty() ? " " : " " + options + " ") + doc;
  }
}
