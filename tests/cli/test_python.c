/* The Python module: laid out as the headers are, and as docs/python.md says.  Skipped where there
 * is no Python with NumPy.
 * SPDX-License-Identifier: MIT */
#include <limits.h>

#include <hopfield/attention.h>
#include <hopfield/recall.h>
#include <hopfield/result.h>
#include <hopfield/sweep.h>
#include <hopfield/version.h>

#include "cli.h"

/* A shell that knows $python and the module; what it says, free() it. */
static support_result python(const char *script) {
    static const support_options SHELL = {.program = "/bin/bash", .folder = HOP_SOURCE_DIR};
    char command[3 * PATH_MAX];
    snprintf(command, sizeof command,
             "export PYTHONPATH='%s/src/python' PYTHONDONTWRITEBYTECODE=1 "
             "HOPFIELD_LIBRARY=\"$(dirname '%s')/libhopfield.so.0\"; "
             "for python in python3 /usr/bin/python3 ''; do "
             "[[ -z $python ]] || ! $python -c 'import numpy' 2> /dev/null || break; done; "
             "[[ -n $python ]] || { echo 'no Python with NumPy'; exit 77; }; %s",
             HOP_SOURCE_DIR, HOP_PROGRAM, script);
    return RUN(&SHELL, "-c", command);
}

/* Expects that it prints `said`. */
static void check_prints(const char *script, const char *said) {
    if (support_sanitized()) skip(); /* python itself is not */
    support_result result = python(script);
    bool absent = result.status == 77;
    if (!absent) {
        assert_string_equal(result.err, "");
        assert_string_equal(result.out, said);
        assert_status(result, 0);
    }
    support_result_clear(&result);
    if (absent) skip();
}

static void its_structures_are_as_large_as_those_of_the_headers(void **state) {
    (void)state;
    char sizes[400];
    snprintf(sizes, sizeof sizes,
             "{'Canvas': %zu, 'Owner': %zu, 'Options': %zu, 'Query': %zu, 'Result': %zu, "
             "'Attention': %zu, 'Sweep': %zu, 'Render': %zu}\n%d %d %d\n",
             sizeof(hop_canvas), sizeof(hop_memory_owner), sizeof(hop_recall_options),
             sizeof(hop_recalled), sizeof(hop_recall_result), sizeof(hop_attention_shape),
             sizeof(hop_sweep_options), sizeof(hop_render_options), HOP_E_MEMORY, HOP_E_READ,
             HOP_E_CANCELLED);
    check_prints("$python -c 'import hopfield as h; print(h._LAYOUTS); "
                 "print(h._MEMORY, h._READ, h._CANCELLED)'",
                 sizes);
}

static void its_document_shows_what_happens(void **state) {
    (void)state;
    check_prints("$python -m doctest docs/python.md", "");
}

static void it_says_which_library_it_is(void **state) {
    (void)state;
    char version[200];
    snprintf(version, sizeof version, "hopfield %s\n", hop_version_full());
    check_prints("$python -c 'import hopfield; print(\"hopfield\", hopfield.version())'", version);
}

/* In heat nothing comes to rest: a million sweeps take hours. */
static void ctrl_c_ends_a_long_call(void **state) {
    (void)state;
    check_prints("$python -c '\n"
                 "import os, signal, threading, time, numpy, hopfield\n"
                 "x = numpy.sign(numpy.random.default_rng(1).standard_normal((100, 400)))\n"
                 "m = hopfield.Memory.from_numpy(x)\n"
                 "def later():\n"
                 "    time.sleep(1)\n"
                 "    os.kill(os.getpid(), signal.SIGINT)\n"
                 "threading.Thread(target=later).start()\n"
                 "try:\n"
                 "    m.recall(x, energy=\"hebb\", temperature=0.5, steps=1000000)\n"
                 "    print(\"it came to an end\")\n"
                 "except KeyboardInterrupt:\n"
                 "    print(\"interrupted\")\n"
                 "'",
                 "interrupted\n");
}

static void other_threads_run_while_the_library_works(void **state) {
    (void)state;
    check_prints("$python -c '\n"
                 "import threading, numpy, hopfield\n"
                 "x = numpy.random.default_rng(1).standard_normal((4000, 200))\n"
                 "m = hopfield.Memory.from_numpy(x)\n"
                 "turns, done = [0], threading.Event()\n"
                 "def count():\n"
                 "    while not done.wait(0.001): turns[0] += 1\n"
                 "t = threading.Thread(target=count); t.start()\n"
                 "m.recall(x[:500], beta=1e-4, similarity=\"dot\", precision=\"double\")\n"
                 "done.set(); t.join(); print(turns[0] > 3)\n"
                 "'",
                 "True\n");
}

/* What is prepared is kept from call to call, and is one thread's at a time. */
static void calls_and_threads_give_what_a_first_call_gives(void **state) {
    (void)state;
    check_prints("$python -c '\n"
                 "import threading, numpy, hopfield\n"
                 "x = numpy.random.default_rng(1).standard_normal((300, 50))\n"
                 "def call(m): return m.recall(x[:99] + 0.1, beta=1).outputs.tobytes()\n"
                 "first, m, all = call(hopfield.Memory.from_numpy(x)), "
                 "hopfield.Memory.from_numpy(x), []\n"
                 "def calls():\n"
                 "    for i in range(5): all.append(call(m))\n"
                 "threads = [threading.Thread(target=calls) for i in range(4)]\n"
                 "[t.start() for t in threads]; [t.join() for t in threads]\n"
                 "print(len(all), set(all) == {first})\n"
                 "kept = hopfield.Memory.from_numpy(x).recall(x[:2], beta=1, similarity=\"dot\")\n"
                 "del m; print(kept.weights().shape, kept)\n"
                 "'",
                 "20 True\n(2, 300) <hopfield.Recalled of 2 queries: 2 pattern>\n");
}

/* Pictures as PyTorch lays them out, bytes of 0 and 1, other units. */
static void arrays_are_read_as_files_are(void **state) {
    (void)state;
    check_prints(
        "$python -W ignore -c '\n"
        "import numpy, hopfield\n"
        "r = numpy.random.default_rng(1)\n"
        "x = r.integers(0, 256, (9, 3, 8, 8)).astype(numpy.uint8)\n"
        "m = hopfield.Memory.from_numpy(x)\n"
        "last = numpy.ascontiguousarray(x.transpose(0, 2, 3, 1))\n"
        "print(m.image, numpy.array_equal(m.patterns, last.reshape(9, -1)))\n"
        "for q in x, last, x / 255, x.astype(float), last.reshape(9, -1):\n"
        "    print(m.recall(q, targets=range(9)).correct.all(), end=\" \")\n"
        "bits = (r.random((20, 64)) < 0.5).astype(numpy.uint8)\n"
        "for b in bits, bits == 1, bits * 2:\n"
        "    m = hopfield.Memory.from_numpy(b)\n"
        "    d = m.corrupt(b, \"gaussian:sigma=0.1\", seed=1)\n"
        "    print(d.max().round(), m.recall(d, targets=range(20)).correct.all(), end=\" \")\n"
        "'",
        "(8, 8, 3) True\nTrue True True True True 1.0 True 1.0 True 3.0 True ");
}

/* To the last digit, where both multiply by the same kernels: here by those that all machines have,
 * as NumPy has loaded OpenBLAS before. */
static void program_and_module_recall_the_same(void **state) {
    (void)state;
    char script[2 * PATH_MAX];
    snprintf(
        script, sizeof script,
        "export OPENBLAS_CORETYPE=Prescott; out=$(mktemp -d) && '%s' recall patterns/glyphs "
        "--sample 9 --corrupt flip:rate=0.3 "
        "--seed 1 -q --format json --beta 2 > $out/r.json && $python -c '\n"
        "import sys, json, numpy, hopfield\n"
        "r = json.load(open(sys.argv[1]))\n"
        "m = hopfield.Memory.load(\"patterns/glyphs\")\n"
        "targets = [q[\"target\"] for q in r[\"queries\"]]\n"
        "d = m.corrupt(m.patterns[targets], \"flip:rate=0.3\", seed=1)\n"
        "found = m.recall(d, beta=2)\n"
        "print(all(list(e) == q[\"energy\"] for e, q in zip(found.energies, r[\"queries\"])))\n"
        "' $out/r.json; rm -r $out",
        HOP_PROGRAM);
    check_prints(script, "True\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(its_structures_are_as_large_as_those_of_the_headers),
        cmocka_unit_test(its_document_shows_what_happens),
        cmocka_unit_test(it_says_which_library_it_is),
        cmocka_unit_test(ctrl_c_ends_a_long_call),
        cmocka_unit_test(other_threads_run_while_the_library_works),
        cmocka_unit_test(calls_and_threads_give_what_a_first_call_gives),
        cmocka_unit_test(arrays_are_read_as_files_are),
        cmocka_unit_test(program_and_module_recall_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
