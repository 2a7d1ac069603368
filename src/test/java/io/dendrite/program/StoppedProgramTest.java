package io.dendrite.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.Counts;
import io.dendrite.checkpoint.CheckpointStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The program killed, out of time, or asked to end, and resumed: the same bits. */
@Tag("cluster")
@Tag("fault")
class StoppedProgramTest extends StraightRun {
  private static final int STEPS_A_LIFE = 6;
  private static final int LIVES_AN_EPOCH = 4;

  /** SIGINT among the signals of a process on Linux. */
  private static final long INTERRUPT = 1 << 1;

  /**
   * One life after the other. Checkpoints are large enough, and saved so often, that a kill finds
   * one being written.
   */
  @Test
  void killedInTheMiddleOfCheckpointsAndResumed() throws Exception {
    int kills = Counts.of(5, 30);
    String[] large =
        args(
            "--set",
            "network.layers=[\"inner-product 1000\", relu, \"inner-product 10\"]",
            "--set",
            "train.epochs=" + (1 + kills / LIVES_AN_EPOCH));
    Path checkpoints = dir.resolve("checkpoints");
    String[] kept =
        Program.with(
            large,
            "--set",
            "checkpoint.dir=" + checkpoints,
            "--set",
            "checkpoint.every=1 step",
            "--resume");
    String whole = sha(Program.run(dir, large).json());
    Random random = new Random();
    List<String> moments = new ArrayList<>();
    int hits = 0;
    for (int i = 0; i < kills; i++) {
      int step = newest(checkpoints) + 1 + random.nextInt(STEPS_A_LIFE);
      int micros = random.nextInt(10_000);
      moments.add(micros + " us into the checkpoint after " + step);
      Program life = killInACheckpoint(kept, checkpoints, step, micros);
      assertThat(i == 0 || life.err().contains("going on after step")).as(life.err()).isTrue();
      hits += isBeingWritten(checkpoints) ? 1 : 0;
      CheckpointStore store = new CheckpointStore(checkpoints.toString(), new Configuration());
      for (CheckpointStore.Entry entry : store.list()) {
        assertThat(store.load(entry).entry()).as("whole").isEqualTo(entry);
      }
    }
    Program resumed = Program.run(dir, kept);
    assertThat(sha(resumed.json())).as("killed %s", moments).isEqualTo(whole);
    requireResumed(resumed, whole);
    assertThat(isBeingWritten(checkpoints)).as("swept").isFalse();
    assertThat(hits).as("kills that left a part behind").isPositive();
  }

  private Program killInACheckpoint(String[] args, Path checkpoints, int step, int micros)
      throws Exception {
    Program run = Program.start(dir, args);
    try {
      awaitStep(run, checkpoints, step);
      while (!isBeingWritten(checkpoints)) {
        assertThat(run.alive()).as(run.err()).isTrue();
      }
      TimeUnit.MICROSECONDS.sleep(micros);
    } finally {
      run.kill();
    }
    assertThat(run.exitCode()).isEqualTo(137);
    return run;
  }

  private static boolean isBeingWritten(Path checkpoints) throws IOException {
    try (Stream<Path> files = Files.list(checkpoints)) {
      return files.anyMatch(file -> file.getFileName().toString().matches("_tmp-.*ckpt-.*"));
    }
  }

  @Test
  void outOfTimeItSavesAndResumes() throws Exception {
    String[] args =
        args(
            "--set",
            "checkpoint.dir=" + dir.resolve("checkpoints"),
            "--set",
            "checkpoint.every=1 step");
    Program run = Program.run(dir, Program.with(args, "--set", "train.maxTime=1 s"));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(75);
    assertThat(run.err()).contains("train.maxTime is over; saved ", "go on with --resume");
    assertThat(run.json().get("steps").asInt()).isPositive();
    Program resumed =
        Program.run(dir, Program.with(args, "--resume", "--set", "train.maxTime=1 h"));
    requireResumed(resumed, sha(straight));
  }

  @Test
  void ofTwoDriversInOneDirectoryTheSecondIsRefused() throws Exception {
    Path checkpoints = dir.resolve("checkpoints");
    String[] args =
        args("--set", "checkpoint.dir=" + checkpoints, "--set", "checkpoint.every=1 step");
    Program first = Program.start(dir, Program.with(args, "--set", "train.epochs=1000"));
    try {
      awaitStep(first, checkpoints, 1);
      Program second = Program.run(dir, Program.with(args, "--resume"));
      assertThat(second.exitCode()).as(second.err()).isEqualTo(1);
      assertThat(second.err()).contains("checkpoints is in use by run ");
      assertThat(first.alive()).isTrue();
    } finally {
      first.kill();
    }
  }

  @Test
  void interruptedItSavesAndResumes() throws Exception {
    Path checkpoints = dir.resolve("checkpoints");
    String[] args =
        args(
            "--resume",
            "--set",
            "checkpoint.dir=" + checkpoints,
            "--set",
            "checkpoint.every=1 step");
    interrupt(args, checkpoints, "TERM", 143);
    if (ignoresInterrupts()) {
      System.err.println("SIGINT is ignored here, as in a shell's background: not tried");
    } else {
      interrupt(args, checkpoints, "INT", 130);
    }
    requireResumed(Program.run(dir, args), sha(straight));
  }

  /** Before its first step it has nothing to save, and waits for nothing. */
  @Test
  void interruptedWhileAStoreDoesNotAnswerItEnds() throws Exception {
    Program run =
        Program.start(
            dir,
            args(
                Program.knowing(
                    StuckFileSystem.class,
                    "--set",
                    "data.train=stuck:/rows.csv",
                    "--conf",
                    "spark.hadoop.fs.stuck.impl=" + StuckFileSystem.class.getName())));
    try {
      run.await(StuckFileSystem.ASKED);
      run.signal("TERM");
      assertThat(run.exitCode(10)).as(run.err()).isEqualTo(143);
      assertThat(run.err()).endsWith("dendrite: interrupted; there was nothing to save\n");
    } finally {
      run.kill();
    }
  }

  /** Does this process, and so all that it starts, ignore Ctrl-C? */
  private static boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
            .anyMatch(ignored -> (ignored & INTERRUPT) != 0);
  }

  private static void requireResumed(Program run, String sha) throws Exception {
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json().get("resumedFrom").asText()).as(run.err()).contains("ckpt-");
    assertThat(sha(run.json())).as(run.err()).isEqualTo(sha);
  }

  private void interrupt(String[] args, Path checkpoints, String signal, int code)
      throws Exception {
    Program run = Program.start(dir, args);
    try {
      awaitStep(run, checkpoints, newest(checkpoints) + 1);
      run.signal(signal);
      assertThat(run.exitCode(10)).as(run.err()).isEqualTo(code);
    } finally {
      run.kill();
    }
    assertThat(run.json().get("interrupted").asBoolean()).isTrue();
    assertThat(run.json().get("checkpoint").asText())
        .contains("ckpt-%012d".formatted(run.json().get("steps").asInt()));
  }

  /** Waits until the store has published a checkpoint of that step or a later one. */
  private static void awaitStep(Program run, Path checkpoints, int step) throws Exception {
    while (run.alive()) {
      if (newest(checkpoints) >= step) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
    throw new IllegalStateException(
        "the program ended before the checkpoint of step " + step + ":\n" + run.err());
  }

  /** The step of the last checkpoint, or 0. */
  private static int newest(Path checkpoints) throws IOException {
    if (!Files.isDirectory(checkpoints)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(checkpoints)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.startsWith("ckpt-"))
          .mapToInt(f -> Integer.parseInt(f.substring(5, 17)))
          .max()
          .orElse(0);
    }
  }
}
