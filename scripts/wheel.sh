#!/usr/bin/env bash
# The wheel, as a user meets it: built, installed in an empty environment, used outside the checkout.
# Usage: scripts/wheel.sh PYTHON      (a Python that has `build`)
set -euo pipefail
cd "$(dirname "$0")/.."

python=$(realpath --no-symlinks "$1")
away=$(mktemp -d "${TMPDIR:-/tmp}/regrace-wheel-XXXXXX")
trap 'rm -rf "$away"' EXIT

"$python" -m build --no-isolation --wheel --outdir "$away/dist" . >/dev/null
bash scripts/venv.sh "$away/venv" "$away"/dist/*.whl

cd "$away"
# -I: neither this folder nor PYTHONPATH may lend a module to the installed one.
"$away/venv/bin/python" -I -c 'import regrace, sys; print(regrace.__file__); sys.exit("site-packages" not in regrace.__file__)'
"$away/venv/bin/regrace" list
"$away/venv/bin/regrace" run --rig reference -k ID-01 --out "$away/runs"
test -s "$away/runs/run.json"
