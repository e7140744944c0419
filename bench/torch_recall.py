"""Recall to convergence as one would write it in PyTorch, beside `hopfield bench`.

    python3 bench/torch_recall.py [PROGRAM]

60,000 patterns (Fashion-MNIST where it is installed, else random pictures), 1,000 queries with half
their pixels replaced by noise; denormals flushed; all queries are stepped until the slowest has
settled, by the rule |dE| <= 1e-4 (1 + |E|).  With PROGRAM, the same work is timed in turn by
`PROGRAM bench`, which also finds the nearest patterns, reads out and scores, and the ratio is shown.
SPDX-License-Identifier: MIT
"""

import json
import os
import statistics
import subprocess
import sys
import time

import numpy as np
import torch

from numpy_step import damage, read_patterns

CASES = (("recall_to_convergence", "correlation", 600.0), ("recall_dot", "dot", 1.0))
QUERIES, TOLERANCE, STEPS, RUNS = 1000, 1e-4, 100, 3


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


def time_recall(keys, states, beta):
    start = time.perf_counter()
    _, steps = recall(keys, states, beta)
    return time.perf_counter() - start, steps


def time_program(program, case):
    command = [program, "bench", case, "--runs", "1", "--format", "json", "--quiet"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(text)["cases"][0]["seconds"]


def main():
    torch.set_flush_denormal(True)
    torch.set_num_threads(len(os.sched_getaffinity(0)))
    program = sys.argv[1] if len(sys.argv) > 1 else None
    generator = np.random.default_rng(1)
    patterns = read_patterns(generator)
    queries = torch.tensor(damage(patterns, QUERIES, generator), dtype=torch.float32)
    patterns = torch.tensor(patterns)
    for case, similarity, beta in CASES:
        keys, states = keys_of(patterns, similarity), keys_of(queries, similarity)
        theirs, ours, steps = [], [], 0
        for _ in range(RUNS):
            seconds, steps = time_recall(keys, states, beta)
            theirs.append(seconds)
            if program:
                ours.append(time_program(program, case))
        line = f"torch {case}: {steps} steps, {statistics.median(theirs):.3g} s"
        if program:
            ratio = statistics.median(t / o for t, o in zip(theirs, ours))
            line += f"; hopfield {statistics.median(ours):.3g} s, {ratio:.3g} times as fast"
        print(line, flush=True)


if __name__ == "__main__":
    with torch.no_grad():
        main()
