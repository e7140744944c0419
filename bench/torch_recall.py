"""Recall to convergence as one would write it in PyTorch, timed on the work of
`hopfield bench recall_to_convergence`.

    python3 bench/torch_recall.py [QUERIES]

60,000 patterns (Fashion-MNIST where it is installed, else random pictures), 1,000 queries with half
their pixels replaced by noise; denormals flushed; all queries are stepped until the slowest has
settled, by the rule |dE| <= 1e-4 (1 + |E|).  Prints one line a case: name, steps, seconds.
SPDX-License-Identifier: MIT
"""

import os
import statistics
import sys
import time

import torch

from numpy_step import damage, read_patterns
import numpy as np

CASES = (("correlation", 600.0), ("dot", 1.0), ("correlation", 20.0))
TOLERANCE, STEPS, RUNS = 1e-4, 100, 3


def keys_of(patterns, similarity):
    if similarity == "dot":
        return patterns
    centred = patterns - patterns.mean(dim=1, keepdim=True)
    return centred / centred.norm(dim=1, keepdim=True)


def recall(keys, states, beta):
    """States and the number of steps; energies without their constant."""
    last = None
    for steps in range(STEPS + 1):
        similarities = beta * (states @ keys.T)
        energy = states.square().sum(dim=1) / 2 - torch.logsumexp(similarities, dim=1) / beta
        settled = last is not None and (
            (energy - last).abs() <= TOLERANCE * (1 + energy.abs())).all()
        if settled or steps == STEPS:
            return states, steps
        states = torch.softmax(similarities, dim=1) @ keys
        last = energy


def main():
    torch.set_flush_denormal(True)
    torch.set_num_threads(len(os.sched_getaffinity(0)))
    generator = np.random.default_rng(1)
    patterns = read_patterns(generator)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    queries = torch.tensor(damage(patterns, count, generator), dtype=torch.float32)
    patterns = torch.tensor(patterns)
    with torch.no_grad():
        for similarity, beta in CASES:
            keys, states = keys_of(patterns, similarity), keys_of(queries, similarity)
            seconds, steps = [], 0
            for _ in range(RUNS):
                start = time.perf_counter()
                _, steps = recall(keys, states, beta)
                seconds.append(time.perf_counter() - start)
            print(f"torch recall, {count} queries, {similarity}, beta {beta:g}: {steps} steps, "
                  f"{statistics.median(seconds):.3g} s")


if __name__ == "__main__":
    main()
