#!/bin/sh
# interrupt.sh MAKE PROGRAM: make passes a SIGTERM on to the program it runs, but not a SIGINT that was sent to make
# alone; it would wait for ever. An interrupted make no longer catches the signal: then the program is told to stop.
make=$1
program=$2

catches() {
	mask=$(sed -n 's/^SigCgt:[[:space:]]*//p' "/proc/$make/status" 2>/dev/null)
	case $mask in
	*[2367abef]) return 0 ;; # the bit of signal 2
	*) return 1 ;;
	esac
}

catches || exit 0 # no /proc here, or another make: nothing to watch
while kill -0 "$program" 2>/dev/null; do
	if ! catches; then
		sleep 3 # a Ctrl-C reached the program too: let it finish by itself
		kill -TERM "$program" 2>/dev/null
		exit 0
	fi
	sleep 0.5
done
