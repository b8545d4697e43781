#!/usr/bin/env bash
# How long the demo takes, from start to last line. Needs bash 5, and ./mvnw verify to have run.
#
#   bench/demo.sh [ROUNDS [DISTRIBUTION...]]
#
# A distribution is a directory as the build lays it out (app/target/aegis, the default); several, such as one of an older
# commit, take turns, and so do variants of one option each. Prints wall time and processor time in milliseconds, median
# and least: where the machine has other work to do, the least processor time is the fairest to compare by.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rounds=${1:-10}
shift || true
distributions=("$@")
[ $# -gt 0 ] || distributions=("$PWD/app/target/aegis")

. .mvn/jdk.sh
aegis_find_jdk
java=$JAVA_HOME/bin/java

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

labels=()
add() { # LABEL COMMAND...
  labels+=("$1")
  printf '%s\n' "${@:2}" >"$work/command.${#labels[@]}"
}
for dist in "${distributions[@]}"; do
  run=("$java" "@$dist/jvm.options" "-XX:AOTCache=$dist/aegis.aot" "-Dorg.sqlite.lib.path=$dist/lib")
  demo=(-jar "$dist/lib/aegis-app.jar" demo)
  add "demo in $(basename "$dist")" "${run[@]}" "${demo[@]}"
  add "  compiled as early as Java does" "${run[@]}" -XX:CompileThresholdScaling=1 "${demo[@]}"
  add "  with the first compiler only (C1)" "${run[@]}" -XX:TieredStopAtLevel=1 "${demo[@]}"
  add "  without a start-up cache" "${run[@]}" -XX:AOTMode=off "${demo[@]}"
done

TIMEFORMAT='%3R %3U %3S'
for ((i = 0; i < rounds; i++)); do
  for ((v = 1; v <= ${#labels[@]}; v++)); do
    mapfile -t command <"$work/command.$v"
    rm -rf "$work/home"
    { time AEGIS_HOME=$work/home "${command[@]}" >/dev/null 2>"$work/errors"; } 2>>"$work/times.$v" || {
      cat "$work/errors" >&2
      exit 1
    }
  done
done

figures() { # Reads milliseconds, one a line
  sort -n | awk '{ a[NR] = $1 } END { printf "median %5d ms  least %5d ms", a[int((NR + 1) / 2)], a[1] }'
}
"$java" -version 2>&1 | sed -n 2p
echo "$(uname -s) $(uname -m), $(getconf _NPROCESSORS_ONLN) cores, $rounds rounds"
for ((v = 1; v <= ${#labels[@]}; v++)); do
  printf '%-38s wall %s   processors %s\n' "${labels[v - 1]}" \
    "$(awk '{ print $1 * 1000 }' "$work/times.$v" | figures)" \
    "$(awk '{ print ($2 + $3) * 1000 }' "$work/times.$v" | figures)"
done
