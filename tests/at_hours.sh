#!/usr/bin/env bash
# Runs the tests at other hours, on other days, in other zones, in random orders, and beside a load:
# each combination is a run of the whole suite, or of what pytest's arguments name.
#   tests/at_hours.sh [pytest arguments]      e.g. tests/at_hours.sh -m 'not browser' tests/storage
# PYTHON names the interpreter, JOBS the processes (3), LOGS the folder of the runs' output,
# LOAD how many busy processes the last run has beside it (4). Needs a C compiler.
set -uo pipefail
cd "$(dirname "$0")/.."

PYTHON=${PYTHON:-.venv/bin/python}
JOBS=${JOBS:-3}
LOAD=${LOAD:-4}
LONGEST=${LONGEST:-2400}
LOGS=${LOGS:-$(mktemp -d "${TMPDIR:-/tmp}/newsspider-hours-XXXXXX")}
mkdir -p "$LOGS"
chmod 755 "$LOGS" # a server of another user reads the clock that lies there
busy=()
trap '[ ${#busy[@]} = 0 ] || kill "${busy[@]}" 2>/dev/null' EXIT

"${CC:-cc}" -O2 -shared -fPIC -o "$LOGS/clock.so" tests/hours/clock.c || exit 2

# Each hour meets each zone and each day, each zone each day.
COMBINATIONS="
2028-02-29 00:30 Pacific/Kiritimati
2026-12-31 00:30 America/Los_Angeles
2026-12-31 11:30 Pacific/Kiritimati
2028-02-29 11:30 America/Los_Angeles
2028-02-29 23:30 Pacific/Kiritimati
2026-12-31 23:30 America/Los_Angeles
"

failed=()
seed=0

run() { # name, then environment; the tests' order is another one each time
    local name=$1 log="$LOGS/${1//[ \/:]/-}.log" begun=$SECONDS
    shift
    seed=$((seed + 1))
    env "$@" NEWSSPIDER_TEST_ORDER=$seed PYTHONDONTWRITEBYTECODE=1 timeout "$LONGEST" \
        "$PYTHON" -m pytest -q -p no:cacheprovider --durations=10 -n "$JOBS" --dist loadfile \
        --no-loadscope-reorder "${arguments[@]}" >"$log" 2>&1
    local status=$?
    if [ $status = 0 ]; then
        echo "passed  $name (order $seed, $((SECONDS - begun)) s): $(tail -1 "$log")"
    else
        failed+=("$name")
        echo "FAILED  $name (order $seed, $((SECONDS - begun)) s, status $status): $log"
        grep -E '^(FAILED|ERROR) ' "$log" | cut -c1-200
    fi
}

arguments=("$@")
while read -r day hour zone; do
    [ -n "$day" ] || continue
    shift_by=$(($(date -u -d "$day $hour" +%s) - $(date +%s)))
    run "$day $hour UTC in $zone" "TZ=$zone" "LD_PRELOAD=$LOGS/clock.so" "CLOCK_SHIFT=$shift_by"
done <<<"$COMBINATIONS"

for ((each = 0; each < LOAD; each++)); do
    timeout "$LONGEST" sh -c 'while :; do :; done' &
    busy+=($!)
done
run "beside $LOAD busy processes"

[ ${#failed[@]} = 0 ] && echo "All passed." && exit
printf 'Failed: %s\n' "${failed[@]}"
exit 1
