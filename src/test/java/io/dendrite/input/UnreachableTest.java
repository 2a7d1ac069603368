package io.dendrite.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dendrite.config.DataKeys;
import io.dendrite.data.DataException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Real file systems that cannot be used: the setting and the URI are named, and what to do. */
class UnreachableTest {
  private static Configuration impatient() {
    Configuration conf = new Configuration();
    conf.setInt("ipc.client.connect.max.retries", 0);
    conf.setInt("ipc.client.connect.max.retries.on.timeouts", 0);
    return conf;
  }

  private static void refused(String uri, String sentence) {
    assertThatThrownBy(() -> InputFiles.list("data.train", uri, impatient()))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("data.train = " + uri + ": ")
        .hasMessageContaining(sentence);
  }

  @Test
  void aNameNodeThatDoesNotAnswer() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    refused("hdfs://127.0.0.1:" + port + "/rows", "nothing answers there (connection refused)");
  }

  @Test
  void aHostThatIsNone() {
    refused("hdfs://no-such-host.invalid/rows", "there is no host");
  }

  @Test
  void schemesWithoutAFileSystem() {
    refused("nope://host/rows", "no file system for this scheme");
    refused("s3a://bucket/rows", "no file system for this scheme");
    refused("http://127.0.0.1:1/rows.csv", "does not report the lengths of files");
  }

  /** What is none of these stays what it is. */
  @Test
  void otherFailuresPass() throws IOException {
    IOException other = new IOException("other");
    assertThatThrownBy(
            () ->
                Unreachable.named(
                    "data.train = x",
                    () -> {
                      throw other;
                    }))
        .isSameAs(other);
    assertThat(Unreachable.named("data.train = x", () -> 3)).isEqualTo(3);
  }

  @Test
  void everyFormatStandsInItsKey() {
    assertThat(DataKeys.FORMAT.doc()).contains(Format.names());
  }
}
