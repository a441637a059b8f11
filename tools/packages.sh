#!/bin/sh
# Installs the system packages of the named groups (server, browser, compiler) that are missing. Asks nothing.
set -eu

have() { command -v "$1" >/dev/null 2>&1; }
server() { have postgres || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; }
browser() { have chromium || have chromium-browser || have google-chrome; }
han() { have fc-list && [ -n "$(fc-list :lang=zh-cn family 2>/dev/null)" ]; }

need=""
for group in "$@"; do
	case $group in
	server) server || need="$need postgresql" ;;
	browser)
		browser || need="$need chromium"
		han || need="$need fontconfig fonts-noto-cjk"
		;;
	compiler) have gcc || have cc || need="$need gcc libc6-dev" ;;
	*) echo "unknown group: $group" >&2; exit 2 ;;
	esac
done
[ -n "$need" ] || exit 0

if ! have apt-get; then
	echo "missing:$need. This machine has no apt-get; install them with its own package manager." >&2
	exit 1
fi
as_root=""
if [ "$(id -u)" -ne 0 ]; then
	if ! have sudo; then
		echo "missing:$need. Install them as root." >&2
		exit 1
	fi
	as_root=sudo
fi
echo "installing:$need"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get -qq -o Acquire::Retries=3 update
# shellcheck disable=SC2086 # a list of words
$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Acquire::Retries=3 --no-install-recommends install $need >/dev/null
