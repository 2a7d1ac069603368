package io.dendrite.program;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.SparkEnv;

/**
 * The local disk, on which a file kills every executor that opens it while the folder {@code
 * dendrite.deadly} has one of its name.
 */
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
    if (Files.exists(java.nio.file.Path.of(getConf().get("dendrite.deadly"), file.getName()))
        && !SparkEnv.get().executorId().equals("driver")) {
      Runtime.getRuntime().halt(1);
    }
    return super.open(file, buffer);
  }
}
