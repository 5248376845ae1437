#!/usr/bin/env bash
# The same cases on the same rig must say the same thing each time: a verdict that wavers is a bug of ours.
# Usage: scripts/stability.sh REGRACE [TIMES] [CASES]      CASES: an expression of -k
set -euo pipefail
cd "$(dirname "$0")/.."

regrace=$(realpath --no-symlinks "$1")
times=${2:-2}
cases=${3:-ID or LK or GR or CO or NS or RP or SC or NP-04 or NP-06 or PT-03 or PT-06 or PT-13 or PT-16 or CP-01 or SL-07}
runs=$(mktemp -d "${TMPDIR:-/tmp}/regrace-stability-XXXXXX")
trap 'rm -rf "$runs"' EXIT

for ((turn = 1; turn <= times; turn++)); do
    echo "== turn $turn of $times"
    "$regrace" run --rig reference --strategy retain -n 4 -k "$cases" --out "$runs/$turn"
    ((turn == 1)) || "$regrace" compare "$runs/1" "$runs/$turn"
done
