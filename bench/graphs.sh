#!/usr/bin/env bash
# What it costs that @observer and @remediator run as state graphs where a model is asked: the same demo with and without,
# in turns, in one process, with an adviser that says nothing. Needs bash 5, and ./mvnw verify to have run.
#
#   bench/graphs.sh [ROUNDS]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. .mvn/jdk.sh
aegis_find_jdk
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$JAVA_HOME/bin/java" "@app/target/aegis/jvm.options" "-Dorg.sqlite.lib.path=app/target/aegis/lib" \
  -cp "bench/target/classes:app/target/aegis/lib/*" dev.aegis.bench.GraphCost "$scratch" "${1:-20}"
