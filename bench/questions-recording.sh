#!/bin/sh
# Writes a folder with a recording of a million rows to ask about: 100 pods of 10 services, a row a pod and half a minute,
# 5 labels and 6 metrics, and a deploy in the last tenth. The same number of samples gives the same bytes.
#
#   bench/questions-recording.sh FOLDER [SAMPLES-A-POD]
set -eu
folder=$1
samples=${2:-10000}
mkdir -p "$folder"
awk -v samples="$samples" 'BEGIN {
  srand(11)
  print "timestamp,service,region,version,pod,endpoint,p99_ms,p50_ms,error_rate,requests,cpu,heap_mb"
  for (sample = 0; sample < samples; sample++) {
    seconds = sample * 30
    day = int(seconds / 86400)
    rest = seconds % 86400
    time = sprintf("2026-03-%02dT%02d:%02d:%02dZ", day + 1, int(rest / 3600), int(rest / 60) % 60, rest % 60)
    late = sample >= 0.9 * samples
    for (pod = 1; pod <= 100; pod++) {
      service = pod % 10
      hit = late && service == 7
      noise = rand()
      printf "%s,svc-%d,%s,%s,svc-%d-p%d,/e%d,%.2f,%.2f,%.5f,%d,%.2f,%.1f\n", time, service,
        (pod % 2 ? "us-east-1" : "eu-west-1"), (hit ? "v2" : "v1"), service, pod, pod % 5,
        (110 + 40 * noise) * (hit ? 3 : 1), 40 + 10 * noise, 0.001 + 0.002 * noise + (hit ? 0.02 : 0),
        500 + 100 * noise, 30 + 20 * noise, 200 + 50 * noise
    }
  }
}' > "$folder/metrics.csv"
deployed=$(awk -v s="$samples" 'BEGIN { t = int(0.9 * s) * 30; d = int(t / 86400); r = t % 86400
  printf "2026-03-%02dT%02d:%02d:%02dZ", d + 1, int(r / 3600), int(r / 60) % 60, r % 60 }')
printf '[{"time":"%s","kind":"deploy","service":"svc-7","version":"v2","previous":"v1"}]\n' "$deployed" \
  > "$folder/changes.json"
