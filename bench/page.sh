#!/usr/bin/env bash
# How fast the page of a room with 1,000 messages is, and how soon 200 viewers of it see what is said. Needs chromium and
# chromedriver.
#
#   bench/page.sh
#
# Real server, real journal, real Chromium, all on this machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. .mvn/jdk.sh
aegis_find_jdk
echo "$(nproc) cores, $(chromium --version 2>/dev/null | head -1)"
./mvnw -q -pl core,app test-compile dependency:build-classpath -Dmdep.outputFile=target/test-classpath \
  -Dmdep.includeScope=test >/dev/null
"$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED \
  -cp "app/target/test-classes:app/target/classes:core/target/classes:$(cat app/target/test-classpath)" \
  dev.aegis.app.serve.PageTimes 2>/dev/null
