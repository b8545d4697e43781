#!/usr/bin/env bash
# How much telemetry and how many alerts come in a second, what a series costs, and how that stands to Debian's Prometheus
# taking the same stream. Needs ./mvnw -pl bench -am -Dmaven.test.skip=true package to have run, and prometheus on the PATH.
#
#   bench/ingest.sh [SERIES]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
series=${1:-100000}

. .mvn/jdk.sh
aegis_find_jdk
path=$(mktemp)
mkdir -p bench/target
work=$(mktemp -d bench/target/ingest.XXXXXX)
trap 'rm -rf "$path" "$work"' EXIT
# After package, so that the modules are found in the tree and need not be installed.
./mvnw -q -pl core,app,bench -Dmaven.test.skip=true -Dmdep.outputFile="$path" package dependency:build-classpath >&2

run() {
  (cd "$work" && "$JAVA_HOME/bin/java" -XX:+UseSerialGC "-Xmx$1" --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -cp "$OLDPWD/bench/target/classes:$(cat "$path")" \
    dev.aegis.bench.ingest.IngestScore "$2" "$3")
}

echo "# $(date -u +%F), $(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg), $(git rev-parse --short HEAD)"
run 2g samples "$series"
run 2g otlp "$series"
run 4g memory 1000000
run 1g alerts 10000
run 1g paced 10000
run 2g rival "$series"
