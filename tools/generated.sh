#!/bin/sh
# One line per generated file: what it is called and what is in it.
cd "$(dirname "$0")/.." || exit 1
find views internal -name '*_templ.go' -type f 2>/dev/null | sort | xargs -r sha256sum
