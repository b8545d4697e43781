#!/usr/bin/env bash
# How long the replay's kernel takes for a simulated request (JMH). Arguments go to JMH.
#
#   bench/kernel.sh [JMH ARGUMENT...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
repository=${MAVEN_REPO:-$HOME/.m2/repository}

. .mvn/jdk.sh
aegis_find_jdk

./mvnw -q -pl bench -am package -DskipTests >&2
classes=bench/target/classes:core/target/classes
for jar in jmh-core jopt-simple commons-math3 ssj; do
  classes=$classes:$(find "$repository" -name "$jar-[0-9]*.jar" -print -quit)
done
exec "$JAVA_HOME/bin/java" -cp "$classes" org.openjdk.jmh.Main -jvmArgs -XX:+UseSerialGC "$@"
