#!/bin/sh
# Plays systemd for one unit, whose command is in $PLAY_HOME/command: for hosts that are network namespaces.
cd "$PLAY_HOME" || exit 1
running() { pid=$(cat pid 2>/dev/null) && read -r stat 2>/dev/null <"/proc/$pid/stat" && case ${stat##*) } in Z*) false ;; esac; }
case $1 in
show)
	case $3 in
	MainPID) if running; then echo "$pid"; else echo 0; fi ;;
	LoadState) echo loaded ;;
	Restart) cat restart ;;
	esac
	;;
kill) running && kill -s "$3" "$pid" ;; # and, as the real one, does not wait for its end
start)
	running && exit 0
	setsid sh -c 'echo $$ >pid; exec sh ./command' </dev/null >>server.log 2>&1 9>&- &
	child=$!
	tries=0
	until [ -s pid ] && running; do
		tries=$((tries + 1))
		if [ $tries -ge 300 ]; then
			echo "it does not run after 30 s: pid says $(cat pid), started as $child: $(cat "/proc/$child/stat" 2>&1)" >&2
			exit 1
		fi
		sleep 0.1
	done
	;;
stop)
	running || exit 0
	kill -s KILL "$pid"
	while running; do sleep 0.1; done
	;;
reset-failed | status) ;;
*) echo "unknown command $*" >&2; exit 1 ;;
esac
