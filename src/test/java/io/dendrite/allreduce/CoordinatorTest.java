package io.dendrite.allreduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dendrite.engine.StepLog;
import io.dendrite.input.SparkTest;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcTimeout;
import org.junit.jupiter.api.Test;
import scala.concurrent.duration.FiniteDuration;
import scala.reflect.ClassTag$;

/** Who knows the name of a job's endpoint, and not the secret, is not heard. */
class CoordinatorTest extends SparkTest {
  private static final byte[] SECRET = {1, 2, 3, 4};

  @Test
  void strangersJoinNothingAndReportNothing() {
    SparkEnv env = SPARK.sparkContext().env();
    StepLog log = new StepLog(3);
    Coordinator coordinator = new Coordinator(env.rpcEnv(), SECRET, 2, 4, 1, new String[4], log);
    RpcEndpointRef endpoint = env.rpcEnv().setupEndpoint("dendrite-job-test", coordinator);
    try {
      for (byte[] message :
          new byte[][] {
            Coordinator.bytes(new Coordinator.Join(0, "1", "host", 1)),
            Coordinator.bytes(new Coordinator.Report(0, new double[8])),
            {1, 2, 3, 5, 0},
            {1, 2, 3},
            {}
          }) {
        assertThatThrownBy(() -> ask(endpoint, message)).hasStackTraceContaining("refused");
      }
      assertThat(coordinator.joined()).isZero();
      assertThat(log.steps()).isZero();
      assertThat(coordinator.refusals())
          .startsWith("5 messages without the secret of the job were refused");
    } finally {
      env.rpcEnv().stop(endpoint);
    }
  }

  private static Object ask(RpcEndpointRef endpoint, byte[] message) {
    RpcTimeout timeout = new RpcTimeout(new FiniteDuration(20, TimeUnit.SECONDS), "test");
    return endpoint.askSync(message, timeout, ClassTag$.MODULE$.apply(Object.class));
  }
}
