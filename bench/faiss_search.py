#!/usr/bin/env python3
"""hopfield beside faiss (Debian's python3-faiss): who finds the pattern nearest to a damaged one, and in what time.

    /usr/bin/python3 bench/faiss_search.py build/hopfield memory.safetensors [QUERIES [NOISE [LINKS]]]

memory.safetensors was made by `hopfield memory create --dtype u8`, so that it is prepared.  Patterns are compared by correlation,
which for faiss is the scalar product of centred vectors of norm 1.  Queries are patterns of the memory with Gaussian noise
of NOISE (.3) units.  faiss searches for the nearest: Flat compares all; IVF and HNSW are given more to look at until they
agree with Flat as often as hopfield does; LINKS (32) of HNSW.  hopfield recalls at beta 600: at least one step over all, certified to leave out
nothing that matters, and the output's nearest pattern.  Seconds of wall clock and of processor, loading left out: of
hopfield the difference between all queries and one.
SPDX-License-Identifier: MIT
"""
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

import faiss
import numpy as np


def read_patterns(path):
    """The tensor `patterns` of a memory's own file, mapped."""
    with open(path, "rb") as file:
        size = int.from_bytes(file.read(8), "little")
        tensor = json.loads(file.read(size))["patterns"]
    if tensor["dtype"] != "U8":
        sys.exit(f"{path}: its patterns are {tensor['dtype']}; hopfield memory create --dtype u8 stores bytes")
    begin, _ = tensor["data_offsets"]
    patterns = np.memmap(path, np.uint8, "r", 8 + size + begin, tuple(tensor["shape"]))
    return patterns.reshape(len(patterns), -1)


def keys(rows):
    rows = np.asarray(rows, np.float32)
    rows = rows - rows.mean(1, keepdims=True)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-30)


def timed(work):
    wall, used = time.perf_counter(), time.process_time()
    made = work()
    return made, time.perf_counter() - wall, time.process_time() - used


def recall(program, memory, queries, count):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "queries.npy")
        np.save(path, queries[:count])
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        wall = time.perf_counter()
        out = subprocess.run([program, "recall", memory, path, "--similarity", "correlation", "--beta", "600", "--attention",
                              "none", "--format", "json", "--quiet"], check=True, capture_output=True).stdout
        wall = time.perf_counter() - wall
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return json.loads(out), wall, used


def found_by_hopfield(result):
    return np.array([query["nearest"] for query in result["queries"]])


def say(name, same, wall, used, count, build=""):
    print(f"{name:28s} {same:8.1%} {1e3 * wall / count:10.3f} {1e3 * used / count:10.3f}  {build}", flush=True)


def until(index, values, set_value, queries, flat, wanted):
    """The least to look at with which the index agrees with Flat as often as is wanted."""
    for value in values:
        set_value(value)
        found, wall, used = timed(lambda: index.search(queries, 1)[1][:, 0])
        same = float((found == flat).mean())
        if same >= wanted:
            break
    return value, same, wall, used


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    program, memory = sys.argv[1:3]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 1000
    noise = float(sys.argv[4]) if len(sys.argv) > 4 else 0.3
    links = int(sys.argv[5]) if len(sys.argv) > 5 else 32
    patterns = read_patterns(memory)
    random = np.random.default_rng(1)
    chosen = random.choice(len(patterns), count, replace=False)
    queries = patterns[chosen].astype(np.float32) / 255
    queries += noise * random.standard_normal(queries.shape, np.float32)
    asked = keys(queries)
    stored, made, _ = timed(lambda: keys(patterns))
    print(f"{len(patterns)} patterns of {patterns.shape[1]} bytes, {count} queries, noise {noise}")
    print(f"{'':28s} {'as Flat':>8s} {'ms':>10s} {'cpu ms':>10s}  a query")

    index = faiss.IndexFlatIP(stored.shape[1])
    index.add(stored)
    flat, wall, used = timed(lambda: index.search(asked, 1)[1][:, 0])
    say("faiss Flat", 1, wall, used, count, f"{stored.nbytes / 1e6:.0f} MB")

    _, wall_one, used_one = recall(program, memory, queries, 1)
    result, wall_all, used_all = recall(program, memory, queries, count)
    mine = found_by_hopfield(result)
    same = float((mine == flat).mean())
    say("hopfield, recall", same, wall_all - wall_one, used_all - used_one, count, f"{patterns.nbytes / 1e6:.0f} MB")

    cells = int(4 * len(patterns) ** 0.5)
    quantiser = faiss.IndexFlatIP(stored.shape[1])
    index = faiss.IndexIVFFlat(quantiser, stored.shape[1], cells, faiss.METRIC_INNER_PRODUCT)
    index.cp.max_points_per_centroid = 64
    _, build, _ = timed(lambda: (index.train(stored), index.add(stored)))
    probes = [1 << k for k in range(cells.bit_length())]
    value, reached, wall, used = until(index, probes, lambda v: setattr(index, "nprobe", v), asked, flat, same)
    say(f"faiss IVF{cells}, nprobe {value}", reached, wall, used, count, f"built in {build:.1f} s")

    index = faiss.IndexHNSWFlat(stored.shape[1], links, faiss.METRIC_INNER_PRODUCT)
    _, build, _ = timed(lambda: index.add(stored))
    efforts = [1 << k for k in range(4, 13)]
    value, reached, wall, used = until(index, efforts, lambda v: setattr(index.hnsw, "efSearch", v), asked, flat, same)
    say(f"faiss HNSW{links}, ef {value}", reached, wall, used, count, f"built in {build:.1f} s")


if __name__ == "__main__":
    main()
