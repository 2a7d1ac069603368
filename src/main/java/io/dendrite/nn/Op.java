package io.dendrite.nn;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One line of the table of ops.
 *
 * @param <T> layer or loss
 * @param name what users write
 * @param doc what it computes, as written in conf/reference.conf
 * @param internal whether it is part of a network that Dendrite makes itself, which no user can
 *     name
 * @param maker makes the layer or loss, and asks for every option that the op has
 * @param samples for tests and benchmarks; all ask for the same options
 */
public record Op<T>(
    String name, String doc, boolean internal, Function<Options, T> maker, List<Sample> samples) {

  /**
   * Makes the layer or loss.
   *
   * @param where what it belongs to, for messages
   * @throws IllegalArgumentException for an unknown option, or a value out of range
   */
  public T make(String where, Map<String, Object> values) {
    Options options = new Options(where, values);
    T made = maker.apply(options);
    options.finish();
    return made;
  }

  /** Makes the layer or loss of a sample. */
  public T make(Sample sample) {
    return make(name, sample.options());
  }

  /**
   * The first of the op's example options.
   *
   * @throws IllegalStateException if the op's line in {@link Ops} has none
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

  /** The options of the op, in the order in which it asks for them. */
  public List<Option> options() {
    Options options = new Options(name, sample().options());
    maker.apply(options);
    return options.asked();
  }

  /** Name, options with their defaults, and doc, as one line of documentation. */
  public String line() {
    String options = options().stream().map(Option::toString).collect(Collectors.joining(", "));
    return name + (options.isEmpty() ? " " : " " + options + " ") + doc;
  }
}
