#!/bin/sh
# Holds the twin against the evidence that the lab's matrix recorded, without running the lab: one line a
# window of checkout-api. Usage, in the root of the source tree: bench/backtest-lab.sh
set -eu
cd "$(dirname "$0")/.."
aegis="${AEGIS:-./aegis}"
evidence=bench/results/lab-matrix.jsonl.evidence
out=bench/results/backtest-lab.jsonl
: > "$out"
for folder in "$evidence"/*/; do
  name=$(basename "$folder")
  # Exit code 4 says that nothing can be vouched for, which is a result.
  { "$aegis" backtest --data "$folder" --json || [ $? -eq 4 ]; } |
    sed -n 's/^{"window":{"service":"checkout-api",\(.*\),"parameters":.*$/{"evidence":"'"$name"'",\1}/p' >> "$out"
done
