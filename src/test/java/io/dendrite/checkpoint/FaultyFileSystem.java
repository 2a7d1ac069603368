package io.dendrite.checkpoint;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/** The local disk behind a scheme of its own ("faulty" renames, "s3a" does not), with faults. */
public final class FaultyFileSystem extends RawLocalFileSystem {
  static final Faults FAULTS = new Faults();
  private URI uri = URI.create("faulty:///");

  /** What FileContext needs for a scheme. */
  public static final class Context extends DelegateToFileSystem {
    public Context(URI uri, Configuration conf) throws IOException, URISyntaxException {
      super(uri, new FaultyFileSystem(), conf, uri.getScheme(), false);
    }
  }

  static Configuration configuration() {
    Configuration conf = new Configuration();
    conf.setClass("fs.faulty.impl", FaultyFileSystem.class, RawLocalFileSystem.class);
    conf.setClass("fs.nocontext.impl", FaultyFileSystem.class, RawLocalFileSystem.class);
    conf.setClass("fs.s3a.impl", FaultyFileSystem.class, RawLocalFileSystem.class);
    conf.set("fs.AbstractFileSystem.faulty.impl", Context.class.getName());
    return conf;
  }

  @Override
  public void initialize(URI name, Configuration conf) throws IOException {
    uri = URI.create(name.getScheme() + ":///");
    super.initialize(uri, conf);
  }

  @Override
  public URI getUri() {
    return uri == null ? super.getUri() : uri;
  }

  @Override
  public String getScheme() {
    return uri.getScheme();
  }

  @Override
  public FSDataOutputStream create(
      Path f, boolean overwrite, int buffer, short replication, long block, Progressable progress)
      throws IOException {
    FAULTS.at("create", f.getName());
    FSDataOutputStream out = super.create(f, overwrite, buffer, replication, block, progress);
    return new FSDataOutputStream(new FaultyStream(out, f.getName(), FAULTS), null);
  }

  @Override
  public FSDataInputStream open(Path f, int buffer) throws IOException {
    FAULTS.at("open", f.getName());
    return super.open(f, buffer);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    FAULTS.at("rename", to.getName());
    boolean done = super.rename(from, to);
    FAULTS.at("rename answer", to.getName());
    return done;
  }

  @Override
  public boolean delete(Path f, boolean recursive) throws IOException {
    FAULTS.at("delete", f.getName());
    return super.delete(f, recursive);
  }
}
