package io.dendrite.run;

/** Thrown when the run's current work was given up after a request to stop the run. */
final class GivenUpException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param what name of the work that the run was doing
   * @param why reason why the work was given up
   */
  GivenUpException(String what, String why) {
    super(what + " given up: " + why);
  }
}
