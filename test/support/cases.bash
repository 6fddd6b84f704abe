# SPDX-License-Identifier: BSL-1.0
#
# For `source`: cases, each of which starts a job and looks at what comes. $only is the regular expression
# of those that are wanted.

runs=0 held=0

wanted() { [[ $1 =~ $only ]]; }

# holds NAME EXPECTED CAME: EXPECTED is a pattern of bash's.
holds() {
  local result=FAILS
  ((++runs))
  local came=${3//$'\n'/ | }
  if [[ $3 == $2 ]]; then result=holds came=${came:0:200}; ((++held)); fi
  printf '%-5s %3d s  %s: expected %s, came %s\n' "$result" "$SECONDS" "$1" "$2" "$came"
}

# start SECONDS COMMAND...: its exit code is in $code, what it says in $said.
start() {
  code=0
  said=$(timeout --signal=KILL "$1" "${@:2}" </dev/null 2>&1) || code=$?
}

clear_away() { :; }    # what a job that hangs has left

# ends NAME TEXT COMMAND...: the job ends with another code than 0 before 20 s, and has said the text.
ends() {
  wanted "$1" || return 0
  local began=$SECONDS
  start 40 "${@:3}"
  ((SECONDS - began < 20)) || code="$code after $((SECONDS - began)) s"
  holds "$1" "[1-9]*([0-9]): *$2*" "$code: $said"
  clear_away
}

# comes NAME TEXT COMMAND...: the job ends with code 0, and has said the text.
comes() {
  wanted "$1" || return 0
  start 60 "${@:3}"
  holds "$1" "0: *$2*" "$code: $said"
}

# times TEXT: how often it has been said.
times() { grep -cF -- "$1" <<<"$said"; }

wait_until() { local i; for ((i = 0; i != 300; ++i)); do ! "$@" || return 0; sleep 0.1; done; }
has_lines() { [[ -e $1 && $(wc -l <"$1") -ge $2 ]]; }

# end_of_cases: says whether all hold, and ends the script.
end_of_cases() {
  ((runs)) || { echo "no case has such a name"; exit 2; }
  ((held == runs)) || { echo "$((runs - held)) OF $runs CASES FAIL"; exit 1; }
  echo "ALL $runs CASES HOLD"
  exit 0
}
