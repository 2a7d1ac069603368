package io.dendrite.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Demonstrations where all executors see the files: on a real HDFS. */
@Tag("cluster")
class DemonstrationTest {
  @TempDir Path dir;

  @Test
  void anExampleOnAClusterIsAtHomeOnHdfs() throws Exception {
    Configuration conf = new Configuration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, dir.resolve("hdfs").toString());
    try (MiniDFSCluster hdfs = new MiniDFSCluster.Builder(conf).numDataNodes(1).build()) {
      hdfs.waitActive();
      String home = hdfs.getFileSystem().getUri() + "/users/ann/same";
      Program run = example(home);
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.json().get("model").asText()).startsWith(home);
      assertThat(run.json().get("test").get("accuracy").asDouble()).isEqualTo(1);
      Program inspected = Program.run(dir, "inspect", home + "/model");
      assertThat(inspected.exitCode()).as(inspected.err()).isZero();
      Program another = Program.run(dir, "example", "or", "--dir", home);
      assertThat(another.exitCode()).isEqualTo(2);
      assertThat(another.err())
          .contains(home + " is there and is not from an earlier 'dendrite example or'");
    }
  }

  private Program example(String home) throws Exception {
    String[] cluster = StandaloneCluster.shared().options(2).toArray(String[]::new);
    String[] args = new String[cluster.length + 5];
    System.arraycopy(cluster, 0, args, 5, cluster.length);
    System.arraycopy(new String[] {"example", "same", "--json", "--dir", home}, 0, args, 0, 5);
    return Program.run(dir, args);
  }
}
