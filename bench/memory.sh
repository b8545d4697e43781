#!/bin/sh
# The same fault of the lab twice, the second time with the first one remembered; appends one summary line each:
#   bench/memory.sh [FAULT ...]
# About six minutes a fault, on an otherwise idle machine. The table in docs/memory.md is made from the file.
set -eu
cd "$(dirname "$0")/.."
out=bench/results/memory.jsonl
[ $# -gt 0 ] || set -- slow-dependency pool-exhaustion noisy-neighbour
for fault in "$@"; do
  AEGIS_HOME=$(mktemp -d)
  export AEGIS_HOME
  for _ in 1 2; do
    ./aegis lab run "$fault" --remember --json | tail -n 1 >>"$out" || true
  done
done
