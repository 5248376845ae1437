#!/bin/sh
# One night: is the lab fit, run the suite, say what changed since the last night that could be compared.
#
#     nightly.sh RIG FOLDER [OPTION of `regrace run`]...
#
# FOLDER keeps a run for each night (the newest 30), `last` points to the newest that has verdicts. Exit status: 0
# nothing changed for the worse (in the first night: all as expected), 1 something did, 3 trouble of the rig, 2 usage.
# Only a status other than 0 need wake anybody; what is printed then begins with what changed. Where nothing did, and in
# the first night nothing was unexpected, nothing is printed: cron sends no mail.
set -eu

[ $# -ge 2 ] || {
	sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
	exit 2
}
rig=$1 folder=$2
shift 2
regrace=${REGRACE:-regrace}
mkdir -p "$folder"
new=$folder/$(date -u +%Y%m%dT%H%M%SZ)

case $rig in
*.toml)
	# Looks only; the run's own cases prove each fault as they use it.
	"$regrace" rig doctor --no-faults "$rig" >"$new.doctor" 2>&1 || {
		cat "$new.doctor"
		exit 3
	}
	rm -f "$new.doctor"
	;;
esac

# A signal to us (the end of a night, by systemd) is one for the run: it ends the case, heals the rig, writes its reports.
run='' signalled=''
trap 'signalled=yes; [ -z "$run" ] || kill -TERM "$run" 2>/dev/null || :' HUP INT TERM
status=0
"$regrace" run --rig "$rig" --out "$new" "$@" >"$new.log" 2>&1 &
run=$!
wait "$run" || status=$?
while [ -n "$signalled" ]; do # a signal ends `wait`, and not yet the run
	signalled='' after=0
	wait "$run" || after=$?
	[ $after -eq 127 ] || status=$after
done
run=''
case $status in
0 | 1)
	if [ -e "$folder/last" ]; then
		status=0
		"$regrace" compare --quiet "$(readlink -f "$folder/last")" "$new" || status=$?
	elif [ $status -ne 0 ]; then
		tail -n 60 "$new.log"
	fi
	ln -sfn "$(basename "$new")" "$folder/last"
	;;
*)
	tail -n 60 "$new.log"
	;;
esac
[ ! -d "$new" ] || {
	mv "$new.log" "$new/terminal.log"
	"$regrace" report "$new" --pynfs "$new/pynfs.json" >/dev/null || [ "$status" -ne 0 ]
}

# Names are dates: the first in order are the oldest.
find "$folder" -mindepth 1 -maxdepth 1 -type d -name '????????T??????Z' | sort -r | tail -n +31 | while read -r old; do
	rm -rf "$old"
done
exit "$status"
