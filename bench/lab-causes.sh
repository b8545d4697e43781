#!/usr/bin/env bash
# Which cause is named first for each recorded run of the lab's faults, and in which service. A recording ends before anything
# is done about the fault.
#
#   bench/lab-causes.sh [directory of recordings]
#
# A recording is a folder with metrics, logs, changes and service.yaml, as bench/results/lab-matrix.jsonl.evidence has them. What
# was really wrong is the table below; the recordings and what reads them know nothing of it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
recordings=${1:-bench/results/lab-matrix.jsonl.evidence}

# fault, cause, the service in which it lies (- for the one in trouble)
truth() {
  cat <<'TABLE'
bad-config bad_deploy -
bad-deploy bad_deploy -
cache-stampede slow_dependency inventory
crash-loop bad_deploy -
deadlock bad_deploy -
gc-thrash bad_deploy -
hot-key slow_dependency inventory
leak leak_by_deploy -
leak-behind-flag leak_by_deploy -
lock-contention bad_deploy inventory
log-disk-full bad_deploy -
n-plus-one bad_deploy inventory
noisy-neighbour host_contention -
packet-loss slow_dependency inventory
pods-lost capacity_lost -
pool-exhaustion bad_deploy inventory
retry-storm slow_dependency payments
slow-dependency slow_dependency payments
surge traffic_surge -
thread-starvation slow_dependency payments
TABLE
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

named() {
  local run=$1
  AEGIS_HOME=$scratch ./aegis investigate "$run" --slo "$run/service.yaml" --json >"$scratch/room.jsonl" 2>/dev/null || true
  python3 - "$scratch/room.jsonl" <<'PY'
import json, sys

said = "nothing - 0.00"
for line in open(sys.argv[1]):
    payload = json.loads(line).get("payload") or {}
    if payload.get("hypotheses"):
        first = payload["hypotheses"][0]
        said = f"{first['cause']} {first.get('service') or '-'} {first['weight']:.2f}"
print(said)
PY
}

right=0
all=0
while read -r fault cause service; do
  of_fault=0
  right_of_fault=0
  others=
  for run in "$recordings/$fault"-[a-z]*; do
    rest=${run#"$recordings/$fault-"}
    # Another fault's name may begin with this one's.
    [[ $rest =~ ^(do_nothing|scale_pods|restart_pods|rollback|failover|shed_load|set_flag|set_config) ]] || continue
    said=$(named "$run" </dev/null)
    of_fault=$((of_fault + 1))
    if [ "${said% *}" = "$cause $service" ]; then
      echo "${said##* } 1" >>"$scratch/stated"
      right_of_fault=$((right_of_fault + 1))
    else
      echo "${said##* } 0" >>"$scratch/stated"
      others="$others; $said"
    fi
  done
  right=$((right + right_of_fault))
  all=$((all + of_fault))
  printf '%-18s %-28s %d of %d%s\n' "$fault" "$cause $service" "$right_of_fault" "$of_fault" "$others"
done < <(truth)
echo "$right of $all"
echo
echo "stated with weight, of so many, mean, right"
awk '{ b = $1 < 0.5 ? "0.00 to 0.50" : $1 < 0.7 ? "0.50 to 0.70" : $1 < 0.9 ? "0.70 to 0.90" : "0.90 to 1.00"
       n[b]++; sum[b] += $1; right[b] += $2 }
     END { for (b in n) printf "%s  %d  %.2f  %.2f\n", b, n[b], sum[b] / n[b], right[b] / n[b] }' "$scratch/stated" | sort
