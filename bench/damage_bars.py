"""The bars of docs/DAMAGE.md: what part of damaged pictures the default brings back, and how fast.

    python3 bench/damage_bars.py [--program build/hopfield] [--seed 1] MEMORY

Ten damages and three more of structure in space, each a whole command with nothing but defaults:
`hopfield recall MEMORY --limit 1000 --sample 100 --corrupt ...`, the memory read anew every time.
Prints each command, the part that came back and its seconds, and whether the ten are at .95 and the
three at their own bars.  Exits with 1 where one is not.  MEMORY: a folder of pictures, such as
emoji-datasource-twitter's img/twitter/64.
SPDX-License-Identifier: MIT
"""

import argparse
import json
import resource
import subprocess
import sys
import time

TEN = ["gaussian:sigma=0.5", "replace:rate=0.7", "replace:rate=0.9", "contrast:gain=0.3,bias=0.4",
       "paint", "block", "salt-pepper:rate=0.5", "mask", "paint contrast:gain=0.3,bias=0.4",
       "invert"]
SPACE = {"blur:sigma=4": 0.90, "gaussian:sigma=0.25 block": 0.85,
         "block gaussian:sigma=0.25": 0.85}


def recall(program, memory, damage, seed):
    """The part that came back, seconds, and seconds of processors."""
    command = [program, "recall", memory, "--limit", "1000", "--sample", "100", "--seed", str(seed)]
    for spec in damage.split():
        command += ["--corrupt", spec]
    began, used = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    text = subprocess.run(command + ["--format", "json", "--quiet"], check=True,
                          capture_output=True, text=True).stdout
    seconds, now = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    right = [query["correct"] for query in json.loads(text)["queries"]]
    spent = now.ru_utime - used.ru_utime + now.ru_stime - used.ru_stime
    return sum(right) / len(right), seconds, spent


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1].strip())
    parser.add_argument("memory")
    parser.add_argument("--program", default="build/hopfield")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    below, whole, processors = 0, 0.0, 0.0
    for damage, bar in [(damage, 0.95) for damage in TEN] + list(SPACE.items()):
        part, seconds, spent = recall(arguments.program, arguments.memory, damage, arguments.seed)
        below += part < bar
        if damage in TEN:
            whole, processors = whole + seconds, processors + spent
        print(f"{damage:36}{part:6.3f} {seconds:7.1f} s  {'' if part >= bar else f'below {bar}'}",
              flush=True)
    print(f"the ten together: {whole:.1f} s, {processors:.1f} s of processors")
    return below > 0


if __name__ == "__main__":
    sys.exit(main())
