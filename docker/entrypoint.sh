#!/usr/bin/env bash
# What this container is: master | worker MASTER | anything that bin/dendrite takes.
# Master, workers and drivers share a secret, which the master makes (DENDRITE_SECRET_FILE).
set -euo pipefail
root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
secret=${DENDRITE_SECRET_FILE:-/run/dendrite/secret}

make_secret() {
  [ -s "$secret" ] || (
    umask 077
    head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n' >"$secret.new"
    mv "$secret.new" "$secret"
  )
}

read_secret() {
  if [ ! -r "$secret" ] || [ ! -s "$secret" ]; then
    printf 'entrypoint: no secret in %s; start the master first, with the same volume\n' "$secret" >&2
    exit 1
  fi
  # Drivers look for it in their settings alone. On no command line, where others could see it.
  SPARK_CONF_DIR=$(mktemp -d)
  export SPARK_CONF_DIR
  (
    umask 077
    cat "$root/docker/spark-defaults.conf" >"$SPARK_CONF_DIR/spark-defaults.conf"
    printf 'spark.authenticate.secret %s\n' "$(cat "$secret")" >>"$SPARK_CONF_DIR/spark-defaults.conf"
  )
}

# A daemon of Spark, on the jars of the build. It needs little: what is taken from the host is for executors.
daemon() {
  export SPARK_HOME=$root/spark SPARK_SCALA_VERSION=2.13 SPARK_WORKER_DIR=${SPARK_WORKER_DIR:-$HOME/work}
  local options=(-Xmx512m -XX:+UseSerialGC -XX:+IgnoreUnrecognizedVMOptions) package
  for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util \
    java.util.concurrent java.util.concurrent.atomic jdk.internal.ref sun.nio.ch sun.nio.cs \
    sun.security.action sun.util.calendar; do
    options+=("--add-opens=java.base/$package=ALL-UNNAMED")
  done
  exec java "${options[@]}" -cp "$SPARK_CONF_DIR:$SPARK_HOME/jars/*" "org.apache.spark.deploy.$1" "${@:2}"
}

case ${1:-} in
  master)
    make_secret
    read_secret
    daemon master.Master
    ;;
  worker)
    [ $# -eq 2 ] || {
      echo 'entrypoint: worker needs the URL of the master, such as spark://master:7077' >&2
      exit 2
    }
    read_secret
    daemon worker.Worker "$2"
    ;;
  *)
    read_secret
    exec "$root/bin/dendrite" "$@"
    ;;
esac
