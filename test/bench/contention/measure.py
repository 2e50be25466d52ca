# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs in the measured Python: measure.py MEASUREMENTS ABANDONED, prints JSON."""

import json
import os
import statistics
import sys
import threading

import contention

KINDS = ("mortal", "deferred", "immortal")
THREADS = (1, 2, 4)

# Few enough that threads are not taken off their cores meanwhile.
USES = 100_000
# On a busy machine threads seldom run at once.
ATTEMPTS = 30


def hammer(op, threads):
    """Nanoseconds on a core for one use; None if the threads did not meet.

    Time on a core leaves out what else the machine does, and contains waiting
    for another core's cache, which is what contention is.
    """
    cores = len(os.sched_getaffinity(0))
    contention.reset()
    barrier = threading.Barrier(threads)
    spans = []

    def work():
        barrier.wait()
        spans.append(contention.hammer(op, USES, min(threads, cores)))

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    starts, ends, used = zip(*spans)
    at_once = sum(used) / (max(ends) - min(starts))
    # More threads than cores take turns, which leaves gaps.
    if at_once < (0.9 * threads if threads <= cores else 0.7 * cores):
        return None
    return sum(used) / threads / USES * 1e9


def resident():
    """Bytes of this process in memory."""
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * 4096


def price(immortal, times):
    """What is left of objects whose last reference is gone."""
    contention.abandon(immortal, 1000)
    before = resident()
    destroyed = contention.abandon(immortal, times)
    return {"bytes": (resident() - before) / times, "destroyed": destroyed, "of": times}


def main():
    wanted, abandoned = int(sys.argv[1]), int(sys.argv[2])
    objects = {kind: contention.make(kind) for kind in KINDS}
    took = {f"{kind} {threads}": [] for threads in THREADS for kind in KINDS}
    for _ in range(ATTEMPTS * wanted):  # interleaved: all see the same machine
        for key, times in took.items():
            kind, threads = key.split()
            if len(times) < wanted and objects[kind] is not None:
                times += filter(None, [hammer(objects[kind], int(threads))])
    found = {
        "version": sys.version.split("\n")[0],
        "gil": getattr(sys, "_is_gil_enabled", lambda: True)(),
        "nanoseconds": {key: statistics.median(times) for key, times in took.items() if times},
        "mortal": price(False, abandoned),
        "immortal": price(True, abandoned),
    }
    print(json.dumps(found))


main()
