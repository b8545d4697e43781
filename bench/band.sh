#!/usr/bin/env bash
# A thousand agents connected at once over Band's protocol: how soon each hears a message that mentions it, and how long the
# durable steps of its answer take. Real server, real journal, real sockets; agents and server share machine and process.
#
#   bench/band.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. .mvn/jdk.sh
aegis_find_jdk
ulimit -n "$(ulimit -Hn)"
echo "# $(date -u +%F), $(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg), $(git rev-parse --short HEAD)"
./mvnw -q -pl core,app test-compile dependency:build-classpath -Dmdep.outputFile=target/test-classpath \
  -Dmdep.includeScope=test >/dev/null
"$JAVA_HOME/bin/java" -Xmx1g --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -cp "app/target/test-classes:app/target/classes:core/target/classes:$(cat app/target/test-classpath)" \
  dev.aegis.app.serve.BandTimes
