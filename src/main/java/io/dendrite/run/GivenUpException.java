package io.dendrite.run;

/** Somebody asked the run to stop, and its current work is not waited for. */
final class GivenUpException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param what the work that the run was doing
   * @param why it has not been done
   */
  GivenUpException(String what, String why) {
    super(what + " given up: " + why);
  }
}
