#!/bin/sh
# The browser that looks at the report in tests; on a bare Debian machine it is installed, elsewhere only asked for.
set -eu
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "installing chromium with apt-get"
    apt-get update -qq && apt-get install -y -qq chromium >/dev/null
else
    echo "note: no chromium is installed; the tests that look at the report are left out"
fi
