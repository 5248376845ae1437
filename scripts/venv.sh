#!/usr/bin/env bash
# Makes or refreshes the virtual environment FOLDER of this checkout; names what the machine lacks.
# Usage: scripts/venv.sh FOLDER [PIP-ARGUMENT...]    default arguments: -e .[dev]
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$1
shift
[ $# -gt 0 ] || set -- -e ".[dev]"
python=${PYTHON:-python3}

lacks() {
    printf '%s\n  %s\n' "$1" "$2" >&2
    exit 2
}

command -v "$python" >/dev/null ||
    lacks "There is no $python on this machine." "apt-get install -y python3 python3-venv"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    lacks "$("$python" --version) is too old: Regrace needs Python 3.11 or newer (Debian 12 has it)." \
        "PYTHON=python3.11 make run    (after: apt-get install -y python3.11 python3.11-venv)"
"$python" -c 'import venv, ensurepip' 2>/dev/null ||
    lacks "$python can't make virtual environments: Debian keeps that in a package of its own." \
        "apt-get install -y python3-venv"

# An environment that was left half made (or moved) has no working pip: it is made anew.
"$folder/bin/python" -m pip --version >/dev/null 2>&1 || "$python" -m venv --clear "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
