package io.dendrite.checkpoint;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.AbstractFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FilterFs;
import org.apache.hadoop.fs.Hdfs;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.util.Progressable;

/** HDFS with faults. */
public final class FaultyHdfs extends DistributedFileSystem {
  public static final Faults FAULTS = new Faults();

  /** What FileContext uses: the renames go through here. */
  public static final class Context extends FilterFs {
    public Context(URI uri, Configuration conf) throws IOException, URISyntaxException {
      super(AbstractFileSystem.createFileSystem(uri, withoutFaults(conf)));
    }

    private static Configuration withoutFaults(Configuration conf) {
      Configuration plain = new Configuration(conf);
      plain.set("fs.AbstractFileSystem.hdfs.impl", Hdfs.class.getName());
      return plain;
    }

    @Override
    public void renameInternal(Path from, Path to, boolean overwrite) throws IOException {
      FAULTS.at("rename", to.getName());
      super.renameInternal(from, to, overwrite);
      FAULTS.at("rename answer", to.getName());
    }
  }

  public static void register(Configuration conf) {
    conf.setClass("fs.hdfs.impl", FaultyHdfs.class, DistributedFileSystem.class);
    conf.set("fs.AbstractFileSystem.hdfs.impl", Context.class.getName());
  }

  @Override
  public FSDataOutputStream create(
      Path f,
      FsPermission permission,
      boolean overwrite,
      int buffer,
      short replication,
      long block,
      Progressable progress)
      throws IOException {
    FAULTS.at("create", f.getName());
    FSDataOutputStream out =
        super.create(f, permission, overwrite, buffer, replication, block, progress);
    return new FSDataOutputStream(new FaultyStream(out, f.getName(), FAULTS), null);
  }

  @Override
  public FSDataInputStream open(Path f, int buffer) throws IOException {
    FAULTS.at("open", f.getName());
    return super.open(f, buffer);
  }

  @Override
  public boolean delete(Path f, boolean recursive) throws IOException {
    FAULTS.at("delete", f.getName());
    return super.delete(f, recursive);
  }
}
