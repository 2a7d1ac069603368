package io.dendrite.run;

/** Thrown when somebody asked the run to stop and the run's current work was given up. */
final class GivenUpException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param what name of the work that the run was doing
   * @param why reason why the work was not done
   */
  GivenUpException(String what, String why) {
    super(what + " given up: " + why);
  }
}
