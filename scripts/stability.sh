#!/usr/bin/env bash
# The same cases on the same rig must say the same thing each time: a verdict that wavers is a bug of ours.
# Usage: scripts/stability.sh REGRACE [TIMES]
set -euo pipefail
cd "$(dirname "$0")/.."

regrace=$(realpath --no-symlinks "$1")
times=${2:-2}
runs=$(mktemp -d "${TMPDIR:-/tmp}/regrace-stability-XXXXXX")
trap 'rm -rf "$runs"' EXIT

for ((turn = 1; turn <= times; turn++)); do
    echo "== turn $turn of $times"
    "$regrace" run --rig reference --strategy retain -n 2 --out "$runs/$turn"
    ((turn == 1)) || "$regrace" compare "$runs/1" "$runs/$turn"
done
