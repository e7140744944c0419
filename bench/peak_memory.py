#!/usr/bin/env python3
"""Runs a command and says the most memory of its own that it had, beside pages of mapped files.

    bench/peak_memory.py build/hopfield memory verify memory.safetensors

RssAnon, what the process alone holds, is sampled a hundred times a second; pages of mapped files (RssFile) are the
system's cache and go when others need room.
SPDX-License-Identifier: MIT
"""
import os
import resource
import subprocess
import sys
import time


def status(pid):
    try:
        with open(f"/proc/{pid}/status") as lines:
            return {line.split(":")[0]: int(line.split()[1]) for line in lines if line.startswith("Rss")}
    except (OSError, IndexError, ValueError):
        return {}


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    start, most = time.monotonic(), {}
    process = subprocess.Popen(sys.argv[1:])
    while process.poll() is None:
        for name, kibibytes in status(process.pid).items():
            most[name] = max(most.get(name, 0), kibibytes)
        time.sleep(0.01)
    elapsed, used = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"own {most.get('RssAnon', 0) / 1024:.1f} MiB, files {most.get('RssFile', 0) / 1024:.1f} MiB, "
          f"{elapsed:.2f} s, processor {used.ru_utime + used.ru_stime:.2f} s", file=sys.stderr)
    sys.exit(process.returncode)


if __name__ == "__main__":
    main()
