#!/usr/bin/env bash
# How long the story of ./aegis demo --web takes somebody who approves as soon as they are asked. Needs chromium and
# chromedriver; takes about three minutes.
#
#   bench/story.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. .mvn/jdk.sh
aegis_find_jdk
./aegis --version >/dev/null
./mvnw -q -pl core,app test-compile dependency:build-classpath -Dmdep.outputFile=target/test-classpath \
  -Dmdep.includeScope=test >/dev/null
"$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED \
  -cp "app/target/test-classes:app/target/classes:core/target/classes:$(cat app/target/test-classpath)" \
  dev.aegis.app.scenario.StoryTimes 2>/dev/null
