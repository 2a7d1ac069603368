package io.dendrite.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The run that holds a lease, as the lease file describes it.
 *
 * @param runId id of the run, which has 16 hexadecimal digits
 * @param host name of the driver's host
 * @param space name of the namespace of process ids that {@code pid} belongs to (each container has
 *     its own namespace); empty if the operating system has no such name
 * @param pid process id of the driver
 * @param started time when the run began, in milliseconds since 1970
 * @param renewed time when the lease file was last written, in milliseconds since 1970 by the
 *     driver's clock
 */
record LeaseHolder(String runId, String host, String space, long pid, long started, long renewed) {

  static LeaseHolder self() {
    long now = System.currentTimeMillis();
    return new LeaseHolder(
        newRunId(), thisHost(), thisSpace(), ProcessHandle.current().pid(), now, now);
  }

  /** Creates an id of 16 hexadecimal digits that no other run has. */
  static String newRunId() {
    return HexFormat.of().toHexDigits(new SecureRandom().nextLong());
  }

  /**
   * True if the holder's process is known to have ended: the process ran on this host and in this
   * namespace of process ids, and its process id is no longer in use. A host named localhost may be
   * any host, so the name never counts as the name of this host.
   */
  boolean isDead() {
    return host.equals(thisHost())
        && !host.equals("localhost")
        && space.equals(thisSpace())
        && ProcessHandle.of(pid).isEmpty();
  }

  LeaseHolder renewedNow() {
    return new LeaseHolder(runId, host, space, pid, started, System.currentTimeMillis());
  }

  byte[] json() {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("runId", runId).put("host", host).put("pidSpace", space).put("pid", pid);
    json.put("started", started).put("renewed", renewed);
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  static LeaseHolder parse(byte[] utf8, String file) throws DamagedFileException {
    ObjectNode json = Json.object(utf8, file, "a lease");
    if (!json.path("runId").isTextual() || !json.path("pid").canConvertToLong()) {
      throw new DamagedFileException(file, "a lease without runId or pid", "both");
    }
    return new LeaseHolder(
        json.path("runId").textValue(),
        json.path("host").asText(),
        json.path("pidSpace").asText(),
        json.path("pid").longValue(),
        json.path("started").longValue(),
        json.path("renewed").longValue());
  }

  private static String thisHost() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "localhost";
    }
  }

  private static String thisSpace() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }
}
