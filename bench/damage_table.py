"""Whether the default similarity is as good as the best single one, damage by damage and set by set.

    python3 bench/damage_table.py [--sample N] [--program build/hopfield] MEMORY...

For each MEMORY (a folder of pictures, or any file that hopfield reads): what part of N damaged
pictures comes back by `information` and by the best of the others, each with its 95 % interval
(Wilson), and whether the first is more than .01 below the second.  The same queries go to all, so
the last column counts more than the intervals do.  Ends with the number of damages that are below.
The sets of docs/DAMAGE.md: emoji-datasource-twitter's img/twitter/64, famfamfam-silk,
dataset-fashion-mnist, patterns/glyphs.
SPDX-License-Identifier: MIT
"""

import argparse
import csv
import subprocess
import sys
import time

DAMAGES = ["gaussian:sigma=0.5", "replace:rate=0.7", "replace:rate=0.9",
           "contrast:gain=0.3,bias=0.4", "paint", "block", "salt-pepper:rate=0.5", "mask", "invert",
           "blur:sigma=4"]
TOLERANCE = 0.01


def measure(program, memory, sample):
    """{damage: {similarity: (success, low, high)}} as the experiment `similarity` has it."""
    command = [program, "similarity", memory, "--sample", str(sample), "--seed", "1", "--format",
               "csv", "--quiet"]
    for damage in DAMAGES:
        command += ["--damage", damage]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = {}
    for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")):
        numbers = tuple(float(row[k]) for k in ("success", "low", "high"))
        found.setdefault(row["corruption"], {})[row["similarity"]] = numbers
    return found


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1].strip())
    parser.add_argument("memory", nargs="+")
    parser.add_argument("--sample", type=int, default=100)
    parser.add_argument("--program", default="build/hopfield")
    arguments = parser.parse_args()
    below = 0
    for memory in arguments.memory:
        began = time.monotonic()
        print(f"\n{memory}, {arguments.sample} queries for each damage")
        print(f"{'damage':28}{'information':22}{'best other':36}")
        for damage, of in measure(arguments.program, memory, arguments.sample).items():
            ours = of.pop("information")
            name = max(of, key=lambda similarity: of[similarity][0])
            best = of[name]
            worse = ours[0] < best[0] - TOLERANCE
            below += worse
            print(f"{damage:28}{ours[0]:.3f} ({ours[1]:.3f}-{ours[2]:.3f})   "
                  f"{best[0]:.3f} ({best[1]:.3f}-{best[2]:.3f}) {name:14}"
                  f"{'BELOW' if worse else ''}")
        print(f"{time.monotonic() - began:.0f} s")
    return below > 0


if __name__ == "__main__":
    sys.exit(main())
