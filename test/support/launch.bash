# SPDX-License-Identifier: BSL-1.0
#
# For `source`: starts one program under MPI and sees to it that nothing of it is left behind.

seconds=${DLP_TEST_SECONDS:-60}    # the longest that one job may take
scratch=$(mktemp -d)
job=

# MPICH's own name first: the plain one may belong to another MPI.
mpiexec=${DLP_MPIEXEC:-$(type -P mpiexec.mpich || echo mpiexec)}

# Killed outright: mpiexec would hand a SIGTERM on to the ranks and wait for them. When it is gone,
# its proxies kill the ranks, whatever those do with their signals.
end_job() { [[ ! $job ]] || pkill -KILL -P "$job"; }

trap 'end_job; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM HUP

# launch RANKS PROGRAM ARGUMENTS...: RANKS 0 is a start without a launcher. What the program says is
# in $scratch/out and $scratch/err. Returns the exit code; $timed_out says whether the time was up.
launch() {
  local ranks=$1 begin=$SECONDS code=0
  local launcher=("$mpiexec" -np "$ranks")
  shift
  ((ranks)) || launcher=()

  DLP_TEST_RANKS=$((ranks ? ranks : 1)) DLP_TEST_SECONDS=$seconds \
    timeout --foreground --signal=KILL "$seconds" \
    "${launcher[@]}" "$@" </dev/null >"$scratch/out" 2>"$scratch/err" &
  job=$!
  wait "$job" 2>/dev/null || code=$?
  job=
  timed_out=$((code == 137 && SECONDS - begin >= seconds))
  return "$code"
}
