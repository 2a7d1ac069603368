package io.dendrite.program;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.SparkEnv;

/** The local disk, on which one file kills every executor that opens it. */
public final class DeadlyFileSystem extends RawLocalFileSystem {
  @Override
  public String getScheme() {
    return "deadly";
  }

  @Override
  public URI getUri() {
    return URI.create("deadly:///");
  }

  @Override
  public FSDataInputStream open(Path file, int buffer) throws IOException {
    boolean deadly = file.getName().equals(getConf().get("dendrite.deadly"));
    if (deadly && !SparkEnv.get().executorId().equals("driver")) {
      Runtime.getRuntime().halt(1);
    }
    return super.open(file, buffer);
  }
}
