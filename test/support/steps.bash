# SPDX-License-Identifier: BSL-1.0
#
# For `source`: steps that take long, each with a log of its own in $logs and a limit of its time. After
# a failure it goes on with the next, and ends with a table. Only steps whose names match $only are taken.

table=() failed=0

# step NAME SECONDS COMMAND...: code 77 says that it was skipped, and its last line why.
step() {
    local name=$1 longest=$2 code=0 result=passed begin=$SECONDS log
    shift 2
    [[ $name =~ $only ]] || return 0
    log=$logs/${name//[^a-zA-Z0-9]/_}.log
    printf '%s: %5d s  %s\n' "$0" "$SECONDS" "$name"
    timeout --kill-after=30 "$longest" "$@" </dev/null >"$log" 2>&1 || code=$?
    case $code in
        0)   ;;
        77)  result=skipped ;;
        124) result="not done in $longest s" ;;
        *)   result="failed with code $code" ;;
    esac
    [[ $code == 0 || $code == 77 ]] || { failed=1; tail -n 20 "$log"; }
    table+=("$(printf '%-36s  %-22s %6d s  %s' "$name" "$result" "$((SECONDS - begin))" \
        "$(tail -n 1 "$log")")")
}

# steps_of FILE: what it lists, where a line is "name : seconds : command". The command is bash's.
steps_of() {
    local name seconds command
    while IFS=: read -r name seconds command; do
        [[ $name =~ ^[^\ #] ]] || continue
        step "${name%"${name##*[! ]}"}" "${seconds// /}" bash -c "$command"
    done <"$1"
}

# conclude WORDS: the table, and where nothing has failed these words.
conclude() {
    ((${#table[@]} != 0)) || { echo "$0: no step has such a name" >&2; exit 2; }
    echo
    printf '%s\n' "${table[@]}"
    ((failed == 0)) || exit 1
    echo "$1"
}
