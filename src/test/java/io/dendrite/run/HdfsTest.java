package io.dendrite.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.model.RunJson;
import io.dendrite.model.TrainedModel;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Data, checkpoints and model on a real HDFS. */
@Tag("cluster")
class HdfsTest extends TrainingTest {
  @Test
  void trainsInterruptsAndResumesOnHdfs() throws Exception {
    Configuration conf = new Configuration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, dir.resolve("hdfs").toString());
    try (MiniDFSCluster hdfs = new MiniDFSCluster.Builder(conf).numDataNodes(2).build()) {
      hdfs.waitActive();
      String root = hdfs.getFileSystem().getUri() + "/";
      Path local = write("rows.csv", csv(300));
      hdfs.getFileSystem()
          .copyFromLocalFile(
              new org.apache.hadoop.fs.Path(local.toUri()),
              new org.apache.hadoop.fs.Path(root + "data/rows.csv"));
      String straight = train("data.train=" + local).weightsSha256();
      String[] sets = {
        "data.train=" + root + "data",
        "checkpoint.dir=" + root + "checkpoints",
        "model.dir=" + root + "models/first",
        "train.engine=tree"
      };
      Heard heard = new Heard();
      heard.stopAfter = 4;
      TrainResult half = train(heard, false, sets);
      assertThat(half.checkpoint()).startsWith("hdfs://").contains("ckpt-000000000004");
      TrainResult whole = train(new Heard(), true, sets);
      assertThat(whole.resumedFrom()).isEqualTo(half.checkpoint());
      assertThat(whole.weightsSha256()).isEqualTo(straight);
      TrainedModel model = TrainedModel.load(whole.model(), hdfs.getConfiguration(0));
      assertThat(RunJson.sha256(model.parameters())).isEqualTo(straight);
    }
  }
}
