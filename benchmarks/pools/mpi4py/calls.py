# SPDX-License-Identifier: BSL-1.0
#
# What a call of mpi4py's MPIPoolExecutor costs that takes no time at all. A line for each of what is
# measured: nanoseconds a call, and its name.
#
#   mpiexec -n RANKS python3 -m mpi4py.futures calls.py SECONDS
import sys
import time

from mpi4py.futures import MPIPoolExecutor


def same(x):
    return x


def submit_get(pool, n):
    return [pool.submit(same, x).result() for x in range(n)]


def submit_all(pool, n):
    futures = [pool.submit(same, x) for x in range(n)]
    return [future.result() for future in futures]


def map_all(pool, n):
    return list(pool.map(same, range(n)))


def map_chunks(pool, n):
    return list(pool.map(same, range(n), chunksize=100))


def seconds_of(work, pool, n):
    begin = time.perf_counter()
    results = work(pool, n)
    seconds = time.perf_counter() - begin
    if results != list(range(n)):
        sys.exit("calls.py: a call has another's result")
    return seconds


def nanoseconds_a_call(work, pool, at_least):
    n = 100
    while (seconds := seconds_of(work, pool, n)) < at_least / 2:
        n *= 2
    return 1e9 * min(seconds, seconds_of(work, pool, n)) / n


if __name__ == "__main__":
    with MPIPoolExecutor() as pool:
        pool.bootup()
        for name, work in (("submit, get", submit_get), ("submit all", submit_all),
                           ("map", map_all), ("map, chunks of 100", map_chunks)):
            print(f"{nanoseconds_a_call(work, pool, float(sys.argv[1])):.0f} {name}", flush=True)
