#!/bin/sh
# How long reading a million rows takes, and answering questions about them: three processes, each asked all of the
# questions one after the other, the least and the greatest time of each. Usage, in the root of the source tree:
#
#   bench/questions.sh | tee bench/results/questions.txt
set -eu
cd "$(dirname "$0")/.."
aegis="${AEGIS:-./aegis}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bench/questions-recording.sh "$work/big"
export AEGIS_HOME="$work/home"
echo "# $(date -u +%F), $(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg), $(git rev-parse --short HEAD)"
echo "# $(wc -c < "$work/big/metrics.csv") bytes, $(wc -l < "$work/big/metrics.csv") lines"
for run in 1 2 3; do
  "$aegis" ask \
    "which pods have the highest maximum p99 since the deploy?" \
    "average p99" \
    "average p99 by pod" \
    "which metric correlates with p99" \
    "which pods had p99 over 149 ms" \
    "error rate by service before and after the deploy" \
    "p95 of cpu by region and endpoint" \
    "requests per hour by service" \
    "longest time p99 was above 149 ms by pod" \
    "what changed most since the deploy" \
    --data "$work/big" --json 2>> "$work/times" > /dev/null
done
sed -n 's/^aegis: answered in \([0-9]*\) ms; .* read in \([0-9.]*\) s$/\1 \2/p' "$work/times" | awk '
  BEGIN {
    split("first: pods with the highest maximum p99|average p99|average p99 by pod|correlates with p99|p99 over 149 ms" \
      "|error rate before and after the deploy|p95 of cpu by region and endpoint|requests per hour by service" \
      "|longest time p99 above 149 ms by pod|what changed most since the deploy", names, "|")
  }
  {
    n = (NR - 1) % 10 + 1
    if (!(n in least) || $1 < least[n]) least[n] = $1
    if ($1 > most[n]) most[n] = $1
    if (n == 1) read = read " " $2
  }
  END {
    for (n = 1; n <= 10; n++) printf "%-42s %6d %6d ms\n", names[n], least[n], most[n]
    print "reading, s:" read
  }'
