#!/usr/bin/env bash
# How many samples a second and core come in, of this tree and of another one, in turns, so that what else the machine does
# meets both. Needs ./mvnw -pl bench -am -Dmaven.test.skip=true package to have run in both.
#
#   bench/ingest-beside.sh OTHER_TREE [SERIES]
set -euo pipefail
other=$(cd "$1" && pwd)
series=${2:-100000}
cd "$(dirname "${BASH_SOURCE[0]}")/.."

. .mvn/jdk.sh
aegis_find_jdk
path=$(mktemp)
trap 'rm -rf "$path"' EXIT
./mvnw -q -pl core,app,bench -Dmaven.test.skip=true -Dmdep.outputFile="$path" package dependency:build-classpath >&2

run() {
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx2g --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow \
    -cp "$1/bench/target/classes:$1/app/target/classes:$1/core/target/classes:$(cat "$path")" \
    dev.aegis.bench.ingest.IngestScore "$2" "$series" | sed "s/^/$3: /"
}

echo "# $(date -u +%F), $(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg), $(git rev-parse --short HEAD) beside" \
  "$(git -C "$other" rev-parse --short HEAD)"
for what in samples otlp; do
  for _ in 1 2 3; do
    run "$other" "$what" before
    run . "$what" now
  done
done
