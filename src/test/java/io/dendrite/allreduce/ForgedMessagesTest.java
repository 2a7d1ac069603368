package io.dendrite.allreduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dendrite.reduce.Division;
import io.dendrite.wire.Wire;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** A message that its sender's task would not send changes nothing, whatever it claims. */
class ForgedMessagesTest {
  private static final int[] ELEMENTS = {0, 5, 10, 15, 20};
  private final Division division = Division.of(4, 4, 1, 1);
  private final Replica replica =
      new Replica(
          division,
          0,
          new String[] {"one", "other"},
          ELEMENTS,
          new float[20],
          new float[0][],
          0,
          10,
          1_000_000_000L);
  private final Replicas replicas = new Replicas();

  ForgedMessagesTest() {
    replicas.share(7, () -> replica);
  }

  private static ByteBuffer header(int kind, int task) {
    return Message.begin(ByteBuffer.allocate(200), kind, 7, task);
  }

  private void refused(ByteBuffer header) {
    double[] squares = replica.squares.clone();
    assertThatThrownBy(() -> replicas.receive(header.flip()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a message ");
    assertThat(replica.until).isEqualTo(10);
    assertThat(replica.squares).isEqualTo(squares);
    assertThat(replica.received[1].rows).containsOnly(0);
    for (MessageCount count : replica.arrived) {
      assertThat(count.get()).isZero();
    }
  }

  private static ByteBuffer squares(int task, long until, int first, int count) {
    ByteBuffer header = header(Message.SQUARES, task).putLong(until).putInt(first).putInt(count);
    for (int i = 0; i < 2 * Math.max(0, Math.min(4, count)); i++) {
      header.putDouble(1);
    }
    return header;
  }

  private static ByteBuffer gradient(int task, int subtrees, int from, int length) {
    ByteBuffer header = header(Message.GRADIENT, task).putInt(subtrees);
    for (int i = 0; i < Math.max(0, Math.min(4, subtrees)); i++) {
      header.putDouble(1).putDouble(1).putInt(1);
    }
    return header.putInt(from).putInt(length);
  }

  private static ByteBuffer parameters(int task, int from, int length) {
    return header(Message.PARAMETERS, task).putInt(from).putInt(length);
  }

  @Test
  void sendersThatAreNone() {
    refused(parameters(-1, 10, 10));
    refused(parameters(2, 10, 10));
    refused(parameters(0, 0, 10));
    refused(header(3, 1).putInt(0));
    refused(header(-1, 1).putInt(0));
  }

  @Test
  void squaresOfOthers() {
    refused(squares(1, 0, 0, 2));
    refused(squares(1, 0, -3, 2));
    refused(squares(1, 0, 2, 1));
    refused(squares(1, 0, 2, Integer.MAX_VALUE));
  }

  @Test
  void gradientsElsewhere() {
    int subtrees = division.subtrees(1);
    refused(gradient(1, subtrees + 1, 0, 10));
    refused(gradient(1, subtrees, -1, 10));
    refused(gradient(1, subtrees, 1, 10));
    refused(gradient(1, subtrees, 0, -5));
    refused(gradient(1, subtrees, 10, 10));
    refused(gradient(1, subtrees, 5, Integer.MAX_VALUE));
  }

  @Test
  void parametersOfOthers() {
    refused(parameters(1, 0, 10));
    refused(parameters(1, 10, 9));
    refused(parameters(1, -10, 10));
    refused(parameters(1, 10, Integer.MAX_VALUE));
  }

  /** The same messages with what the other task would say are taken. */
  @Test
  void honestMessagesAreTaken() {
    assertThat(replicas.receive(squares(1, 99, 2, 2).flip())).isNotNull();
    assertThat(replica.squares[4]).isEqualTo(1);
    assertThat(replica.until).as("only the first task ends the job").isEqualTo(10);
    Wire.Destination gradient = replicas.receive(gradient(1, division.subtrees(1), 0, 10).flip());
    gradient.arrived().run();
    assertThat(replica.arrived[Message.GRADIENT].get()).isEqualTo(1);
    assertThat(replicas.receive(parameters(1, 10, 10).flip()).slices().at()).isEqualTo(10);
    assertThat(replicas.receive(Message.begin(ByteBuffer.allocate(20), 0, 8, 1).flip()))
        .as("of another job")
        .isNull();
  }
}
