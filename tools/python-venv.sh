#!/bin/sh
# Create a virtual environment; on a bare Debian machine install what creating one needs first.
# Usage: python-venv.sh PYTHON FOLDER
set -eu
python=$1
folder=$2

install() {
    if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
        echo "installing $* with apt-get"
        apt-get update -qq && apt-get install -y -qq "$@" >/dev/null
    else
        echo "found no $*, and no way to install it as this user; install $* and run make again" >&2
        exit 2
    fi
}

command -v "$python" >/dev/null 2>&1 || install python3 python3-venv
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "found $("$python" --version), expected Python 3.11 or newer; run make PYTHON=/path/to/python3.11" >&2
    exit 2
fi
"$python" -c 'import ensurepip, venv' 2>/dev/null || install python3-venv
"$python" -m venv --clear "$folder"
