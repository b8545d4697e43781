#!/bin/sh
# Writes a recording of about so many megabytes to standard output: 20 services, a row a service and second, and in the
# last tenth one of them gets slow and fails. The same size gives the same bytes.
#
#   bench/large-recording.sh 1000 > /tmp/large.csv

exec awk -v megabytes="${1:-1000}" 'BEGIN {
  srand(7)
  rows = int(megabytes * 1000000 / 71)
  seconds = int(rows / 20)
  print "timestamp,service,region,p99_ms,p50_ms,error_rate,rps,cpu,memory"
  for (second = 0; second < seconds; second++) {
    day = int(second / 86400)
    rest = second % 86400
    time = sprintf("2026-03-%02dT%02d:%02d:%02dZ", day + 1, int(rest / 3600), int(rest / 60) % 60, rest % 60)
    for (service = 1; service <= 20; service++) {
      noise = rand()
      slow = service == 7 && second > 0.9 * seconds ? 6 : 1
      printf "%s,service-%02d,us-east-1,%.1f,%.1f,%.4f,%.1f,%.3f,%.3f\n", time, service, (200 + 20 * noise) * slow,
        90 + 5 * noise, (slow > 1 ? 0.08 : 0.0004), 800 + 40 * noise, 0.6 + 0.05 * noise, 0.4
    }
  }
}'
