#!/usr/bin/env bash
# How long Aegis takes to start, and what each measure for it is worth. Needs bash 5, and ./mvnw verify to have run.
#
#   bench/startup.sh [ROUNDS]
#
# All variants take turns, so that what else the machine does meets them alike. Prints the median and the least wall time
# of each in milliseconds, from before the process is made until after it has ended.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rounds=${1:-20}
root=$PWD
dist=$root/app/target/aegis
repository=${MAVEN_REPO:-$HOME/.m2/repository}
export AEGIS_BUILD=never

. .mvn/jdk.sh
aegis_find_jdk
java=$JAVA_HOME/bin/java

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The same distribution with the jars as they were published.
cp -Rp "$dist" "$work/published"
for jar in picocli duckdb_jdbc; do
  cp -p "$(find "$repository" -name "$(basename "$dist"/lib/"$jar"-*.jar)" -print -quit)" "$work/published/lib/"
done
rm "$work"/published/lib/lib*

# train DIRECTORY CACHE OPTION...
train() {
  local directory=$1 cache=$2
  shift 2
  "$java" "@$directory/jvm.options" "$@" "-XX:AOTCacheOutput=$cache" "-Dorg.sqlite.lib.path=$directory/lib" \
    -cp "$directory/lib/aegis-app.jar" dev.aegis.app.Rehearsal "$directory/training" >/dev/null 2>&1
}
train "$work/published" "$work/published.aot"

# The distribution under the collector that Java picks by itself on a machine of two cores and 2 GB or more.
mkdir "$work/g1"
cp -Rp "$dist/." "$work/g1"
sed -i.bak 's/UseSerialGC/UseG1GC/' "$work/g1/jvm.options"
train "$work/g1" "$work/g1.aot"

probe() { # DIRECTORY URL
  printf '%s\n' "$java" "@$1/jvm.options" "-Dorg.sqlite.lib.path=$1/lib" -cp "app/target/test-classes:$1/lib/*" \
    dev.aegis.app.NativeProbe "$2"
}

labels=()
add() { # LABEL, then the command, one word a line, on standard input
  labels+=("$1")
  cat >"$work/command.${#labels[@]}"
}
lines() { printf '%s\n' "$@"; }

add "java -version" < <(lines "$java" -XX:+UseSerialGC -version)
add "./aegis --help" < <(lines "$root/aegis" --help)
add "  the same without the shell script" < <(lines "$java" "@$dist/jvm.options" "-XX:AOTCache=$dist/aegis.aot" -jar "$dist/lib/aegis-app.jar" --help)
add "  with the first compiler only (C1)" < <(lines "$java" "@$dist/jvm.options" -XX:TieredStopAtLevel=1 "-XX:AOTCache=$dist/aegis.aot" -jar "$dist/lib/aegis-app.jar" --help)
add "  with G1 in place of Serial" < <(lines "$java" "@$work/g1/jvm.options" "-XX:AOTCache=$work/g1.aot" -jar "$work/g1/lib/aegis-app.jar" --help)
add "  with picocli's class files as published" < <(lines "$java" "@$dist/jvm.options" "-XX:AOTCache=$work/published.aot" -jar "$work/published/lib/aegis-app.jar" --help)
add "  without a start-up cache" < <(lines "$java" "@$dist/jvm.options" -jar "$dist/lib/aegis-app.jar" --help)
add "open DuckDB in memory, library laid out" < <(probe "$dist" jdbc:duckdb:)
add "  library in the jar, as published" < <(probe "$work/published" jdbc:duckdb:)
add "open SQLite in memory, library laid out" < <(probe "$dist" jdbc:sqlite::memory:)
add "  library in the jar, as published" < <(probe "$work/published" jdbc:sqlite::memory:)

for ((round = -2; round < rounds; round++)); do
  for ((each = 1; each <= ${#labels[@]}; each++)); do
    mapfile -t command <"$work/command.$each"
    begin=${EPOCHREALTIME//[.,]/}
    "${command[@]}" >/dev/null 2>&1 </dev/null || { echo "failed: ${command[*]}" >&2; exit 1; }
    end=${EPOCHREALTIME//[.,]/}
    # The first two rounds fill the page cache.
    [ "$round" -lt 0 ] || echo $(((end - begin) / 1000)) >>"$work/times.$each"
  done
done

echo "$("$java" -version 2>&1 | sed -n 2p), $(uname -sm), $(getconf _NPROCESSORS_ONLN) cores, $rounds rounds"
for ((each = 1; each <= ${#labels[@]}; each++)); do
  sort -n "$work/times.$each" | awk -v label="${labels[each - 1]}" \
    '{ t[NR] = $1 } END { m = int((NR + 1) / 2); printf "%-46s median %5d ms   least %5d ms\n", label, t[m], t[1] }'
done
