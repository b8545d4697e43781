#!/usr/bin/env bash
# How fast the page of a room with 1,000 messages is, and how soon 200 viewers of it see what is said. Needs chromium and
# chromedriver.
#
#   bench/page.sh
#
# Real server, real journal, real Chromium, all on this machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. .mvn/jdk.sh
aegis_find_jdk
echo "$(nproc) cores, $(chromium --version 2>/dev/null | head -1)"
./mvnw -q -o -pl core,app test-compile org.codehaus.mojo:exec-maven-plugin:3.6.4:exec@page-times 2>/dev/null |
  grep -E 'ms|bytes|messages'
