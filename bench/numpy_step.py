"""The line of NumPy that a user would write instead of one batch step, timed on the same work.

    python3 bench/numpy_step.py [QUERIES]

Fashion-MNIST where it is installed, else random pictures; 60,000 patterns, 1,000 queries, half of
whose pixels are noise.  Compare with `hopfield bench batch_step_dot`.
SPDX-License-Identifier: MIT
"""

import gzip
import os
import statistics
import sys
import time

import numpy as np

FASHION = "/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz"
PATTERNS, DIM, BETA, RUNS = 60000, 784, 1.0, 3


def read_patterns(generator):
    if not os.path.exists(FASHION):
        return generator.random((PATTERNS, DIM), dtype=np.float32)
    with gzip.open(FASHION) as file:
        data = np.frombuffer(file.read(), dtype=np.uint8, offset=16)
    return data.reshape(-1, DIM).astype(np.float32) / np.float32(255)


def damage(patterns, count, generator):
    chosen = patterns[np.arange(count) * len(patterns) // count]
    noise = generator.random(chosen.shape, dtype=np.float32)
    return np.where(generator.random(chosen.shape) < 0.5, noise, chosen)


def step(patterns, states, flush):
    similarities = states @ patterns.T
    similarities -= similarities.max(axis=1, keepdims=True)
    weights = np.exp(np.float32(BETA) * similarities)
    if flush:
        weights[weights < np.finfo(np.float32).tiny] = 0
    weights /= weights.sum(axis=1, keepdims=True)
    return weights @ patterns


def main():
    generator = np.random.default_rng(1)
    patterns = read_patterns(generator)
    states = damage(patterns, int(sys.argv[1]) if len(sys.argv) > 1 else 1000, generator)
    for flush in (False, True):
        seconds = []
        for _ in range(RUNS):
            start = time.perf_counter()
            step(patterns, states, flush)
            seconds.append(time.perf_counter() - start)
        kind = "denormal weights cut to 0" if flush else "as usually written"
        print(f"numpy step, {len(states)} queries, {kind}: {statistics.median(seconds):.3g} s")


if __name__ == "__main__":
    main()
