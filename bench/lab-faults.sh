#!/bin/sh
# Runs every fault of the lab once (or those named) and appends one summary line each to a file:
#   bench/lab-faults.sh [FAULT ...]
# Two to three minutes a fault, on an otherwise idle machine. The table in docs/lab.md is made from the file.
set -eu
cd "$(dirname "$0")/.."
out=bench/results/lab-faults.jsonl
[ $# -gt 0 ] || set -- $(./aegis lab faults --json | sed 's/.*"id":"\([^"]*\)".*/\1/')
for fault in "$@"; do
  ./aegis lab run "$fault" --json | tail -n 1 >>"$out" || true
done
