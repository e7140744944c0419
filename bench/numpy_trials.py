"""Bipolar trials as a user would write them in NumPy, beside the same trials of `hopfield`.

    python3 bench/numpy_trials.py [PROGRAM]

A trial stores random patterns, starts at one of them (or near it), recalls it, and asks whether it
came back (overlap above 0.9).  Many trials run at once: every array has a trial as its first axis.
With PROGRAM, `PROGRAM capacity` runs the same experiments, and the ratio of trials a second is
shown; both use all processors they know how to use.
SPDX-License-Identifier: MIT
"""

import json
import math
import os
import subprocess
import sys
import time

import numpy as np

BATCH, SECONDS, STEPS = 128, 2.0, 100


def draw(generator, *shape):
    """Values of -1 and 1, from random bits: the fastest way there is in NumPy."""
    count = math.prod(shape)
    bits = np.unpackbits(np.frombuffer(generator.bytes((count + 7) // 8), dtype=np.uint8))
    return (2 * bits[:count].astype(np.int8) - 1).reshape(shape).astype(np.float32)


def damage(generator, states, flips):
    for state in states:
        state[generator.permutation(states.shape[1])[:flips]] *= -1
    return states


def classical(generator, dim, count, flips):
    """Hebb's rule, no self-coupling, one neuron after another by overlaps; settled trials leave."""
    patterns = draw(generator, dim, BATCH, count)
    target = patterns[:, :, 0].copy()
    state = damage(generator, target.T.copy(), flips).T.copy()
    overlap = np.einsum("dbn,db->bn", patterns, state)
    active, result = np.arange(BATCH), np.empty_like(state)
    for _ in range(STEPS):
        moved = np.zeros(len(active), dtype=bool)
        for k in generator.permutation(dim):
            field = np.einsum("bn,bn->b", patterns[k], overlap) - count * state[k]
            flipped = np.flatnonzero(field * state[k] < 0)
            if len(flipped) == 0:
                continue
            overlap[flipped] -= 2 * state[k, flipped, None] * patterns[k, flipped]
            state[k, flipped] *= -1
            moved[flipped] = True
        result[:, active] = state
        if not moved.any():
            break
        active, state, overlap = active[moved], state[:, moved], overlap[moved]
        patterns = patterns[:, moved]
    return (result * target).mean(axis=0) > 0.9


def dense(term):
    """Krotov and Hopfield's rule: one neuron after another, flipped where sum F(overlap) grows.  What
    a flip gains is kept as in `classical`: half the sums and half the differences of what each
    pattern gains either way, computed again only where a trial has flipped."""

    def terms(overlap, peak):
        here = term(overlap, peak)
        up, down = term(overlap + 2, peak) - here, term(overlap - 2, peak) - here
        return (up - down) / 2, (up + down).sum(axis=1) / 2

    def trials(generator, dim, count, flips):
        patterns = draw(generator, dim, BATCH, count)
        target = patterns[:, :, 0].copy()
        state = damage(generator, target.T.copy(), flips).T.copy()
        overlap = np.einsum("dbn,db->bn", patterns, state)
        slope, level = terms(overlap, dim)
        active, result = np.arange(BATCH), np.empty_like(state)
        for _ in range(STEPS):
            moved = np.zeros(len(active), dtype=bool)
            for k in generator.permutation(dim):
                gain = level - state[k] * np.einsum("bn,bn->b", patterns[k], slope)
                flipped = np.flatnonzero(gain > 1e-6 * np.abs(level))
                if len(flipped) == 0:
                    continue
                overlap[flipped] -= 2 * state[k, flipped, None] * patterns[k, flipped]
                slope[flipped], level[flipped] = terms(overlap[flipped], dim)
                state[k, flipped] *= -1
                moved[flipped] = True
            result[:, active] = state
            if not moved.any():
                break
            active, state, overlap = active[moved], state[:, moved], overlap[moved]
            slope, level, patterns = slope[moved], level[moved], patterns[:, moved]
        return (result * target).mean(axis=0) > 0.9

    return trials


def cube(overlap, peak):
    positive = np.maximum(overlap, 0)
    return positive * positive * positive


EXPERIMENTS = [
    ("hebb", classical, 500, 85, 0),
    ("polynomial", dense(cube), 100, 500, 5),
    ("exponential", dense(lambda s, peak: np.exp(s - peak)), 32, 170, 8),
]


def time_numpy(trials, dim, count, flips):
    """Trials a second of wall clock and of processor time, and the fraction that succeeded."""
    generator = np.random.default_rng(1)
    trials(generator, dim, count, flips)
    done, right = 0, 0
    start, processor = time.perf_counter(), time.process_time()
    while time.perf_counter() - start < SECONDS:
        right += int(trials(generator, dim, count, flips).sum())
        done += BATCH
    seconds, used = time.perf_counter() - start, time.process_time() - processor
    return done / seconds, done / used, right / done


def run_program(program, name, dim, count, flips, trials):
    """Two places side by side, one a processor: seconds of both clocks, and the successes."""
    loads = f"{count / dim!r},{(count + 1) / dim!r}"
    command = [program, "capacity", "--energy", name, "--dim", str(dim), "--scale", "linear",
               "--load", loads, "--damage", repr(flips / dim), "--trials", str(trials // 2),
               "--seed", "1", "--format", "json", "--quiet"]
    start, before = time.perf_counter(), os.times()
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, after = time.perf_counter() - start, os.times()
    used = after.children_user + after.children_system
    used -= before.children_user + before.children_system
    return seconds, used, json.loads(text)["rows"][0]["success"]


def time_program(program, name, dim, count, flips):
    """As time_numpy(); so many trials that starting the program does not count."""
    trials = 1000
    while True:
        seconds, used, success = run_program(program, name, dim, count, flips, trials)
        if seconds >= SECONDS / 2:
            return trials / seconds, trials / used, success
        trials *= 4


def main():
    for name, trials, dim, count, flips in EXPERIMENTS:
        rate, processor, success = time_numpy(trials, dim, count, flips)
        print(f"{name}, {count} patterns of {dim}, {flips} flipped:")
        print(f"  numpy    {rate:9.0f} trials a second, {success:.3f} recalled")
        if len(sys.argv) < 2:
            continue
        ours, own, success = time_program(sys.argv[1], name, dim, count, flips)
        print(f"  hopfield {ours:9.0f} trials a second, {success:.3f} recalled: "
              f"{ours / rate:.0f} times as many ({own / processor:.0f} by processor time)")


if __name__ == "__main__":
    main()
