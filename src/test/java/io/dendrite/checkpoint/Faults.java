package io.dendrite.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which operations are to fail, and which were done. */
public final class Faults {
  private final Set<String> armed = new HashSet<>();
  private final List<String> fired = new ArrayList<>();
  private final List<String> seen = new ArrayList<>();
  private final Map<String, Runnable> actions = new HashMap<>();
  private String suffix = "";

  /** The next such operation on a file whose name ends so will fail. */
  public synchronized void arm(String operation, String nameEnd) {
    armed.add(operation);
    suffix = nameEnd;
  }

  /** Runs once, just before the next such operation. */
  public synchronized void before(String operation, Runnable action) {
    actions.put(operation, action);
  }

  public synchronized void reset() {
    actions.clear();
    armed.clear();
    fired.clear();
    seen.clear();
  }

  public synchronized List<String> fired() {
    return List.copyOf(fired);
  }

  public synchronized List<String> seen() {
    return List.copyOf(seen);
  }

  synchronized void at(String operation, String name) throws IOException {
    seen.add(operation);
    Runnable action = actions.remove(operation);
    if (action != null) {
      action.run();
    }
    if (fires(operation, name)) {
      throw new IOException("injected at " + operation);
    }
  }

  synchronized boolean fires(String operation, String name) {
    boolean fires = name.endsWith(suffix) && armed.remove(operation);
    if (fires) {
      fired.add(operation);
    }
    return fires;
  }
}
