#!/usr/bin/env bash
# What a point costs each streaming detector (JMH). Arguments go to JMH.
#
#   bench/detection.sh [JMH ARGUMENT...]
set -euo pipefail
exec "$(dirname "${BASH_SOURCE[0]}")/kernel.sh" DetectionBenchmark "$@"
