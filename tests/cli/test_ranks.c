/* Many ranks, by mpirun: the same bytes as one, whatever their number; what fails ends them all.
 * Where Open MPI is not installed these tests are skipped.
 * Covers: base/ranks.c base/ranks_mpi.c
 * SPDX-License-Identifier: MIT */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

enum { WORDS = 64 };

/* Where `make mpi` puts the program: beside the other one. */
static const char *parallel_program(void) {
    static char path[1024];
    snprintf(path, sizeof path, "%.*s/mpi/hopfield", (int)(strrchr(HOP_PROGRAM, '/') - HOP_PROGRAM),
             HOP_PROGRAM);
    return path;
}

static bool there_is_mpi(void) {
    return access(parallel_program(), X_OK) == 0 && access("/usr/bin/mpirun", X_OK) == 0;
}

/* The arguments on so many ranks, one thread each. */
static support_result run_on(const support_options *more, int ranks, const char *program,
                             const char *const *arguments) {
    support_options options = more ? *more : (support_options){0};
    char count[16], folder[1024];
    const char *words[WORDS] = {folder,
                                "OMPI_ALLOW_RUN_AS_ROOT=1",
                                "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1",
                                "ASAN_OPTIONS=detect_leaks=0", /* Open MPI keeps what it has */
                                "mpirun",
                                "--oversubscribe",
                                "-n",
                                count,
                                program};
    size_t used = 9;
    while (*arguments) words[used++] = *arguments++;
    words[used++] = "--threads";
    words[used++] = "1";
    snprintf(count, sizeof count, "%d", ranks);
    /* What a killed mpirun leaves behind. */
    snprintf(folder, sizeof folder, "TMPDIR=%s", support_folder());
    options.program = "/usr/bin/env";
    options.folder = support_folder();
    return support_run(&options, words);
}

#define ON(ranks, ...) \
    run_on(NULL, ranks, parallel_program(), (const char *const[]){__VA_ARGS__, NULL})

/* On 2, 3 and 4 ranks standard output has every byte that the plain program writes. */
static void is_the_same(const char *const *arguments) {
    support_result plain = run_here(arguments);
    assert_status(plain, 0);
    for (int ranks = 2; ranks <= 4; ranks++) {
        support_result result = run_on(NULL, ranks, parallel_program(), arguments);
        assert_status(result, 0);
        assert_string_equal(result.out, plain.out);
        support_result_clear(&result);
    }
    support_result_clear(&plain);
}

#define IS_THE_SAME(...) is_the_same((const char *const[]){__VA_ARGS__, NULL})

static void a_sweep_gives_the_bytes_of_one_rank(void **state) {
    (void)state;
    if (!there_is_mpi()) skip();
    IS_THE_SAME("noise", GLYPHS, "--damage", "flip,replace", "--strength", "0:0.6:0.2", "--sample",
                "10", "--seed", "1", "--format", "csv");
    /* A search: rounds that depend on those before. */
    IS_THE_SAME("capacity", "--dim", "60,90", "--trials", "40", "--seed", "3", "--format", "csv");
}

static void what_is_finished_on_disk_is_found_by_any_number_of_ranks(void **state) {
    (void)state;
    if (!there_is_mpi()) skip();
#define LONG "capacity", "--dim", "300", "--load", "0.1:0.3:0.01", "--trials", "3000", "--seed", "1"
    const char *cells = support_path("killed.csv.cells");
    support_options options = {.signal = SIGKILL, .signal_when = cells};
    support_result result = run_on(&options, 3, parallel_program(),
                                   (const char *const[]){LONG, "-o", "killed.csv", NULL});
    assert_int_equal(result.status, -SIGKILL);
    support_result_clear(&result);
    assert_true(support_exists(cells));
    /* Its ranks notice that they are alone, and let go of the file. */
    result = ON(2, LONG, "-o", "killed.csv");
    for (int wait = 0; wait < 60 && strstr(result.err, "another run is using it"); wait++) {
        support_result_clear(&result);
        sleep(1);
        result = ON(2, LONG, "-o", "killed.csv");
    }
    assert_status(result, 0);
    assert_contains(result.err, "killed.csv.cells: going on from ");
    support_result_clear(&result);
    SUCCEEDS(LONG, "-o", "whole.csv");
    char *a = support_read(support_path("killed.csv"), NULL),
         *b = support_read(support_path("whole.csv"), NULL);
    assert_string_equal(strstr(a, "\ndim,"), strstr(b, "\ndim,"));
    free(a);
    free(b);
}

/* Timing aside, and the command's own name of the memory. */
static char *without_times(const char *json) {
    char *copy = strdup(json);
    char *from = strstr(copy, "\"timing\""), *to = from ? strchr(from, '}') : NULL;
    assert_non_null(to);
    memmove(from, to, strlen(to) + 1);
    return copy;
}

static void recalls_the_same(const char *const *arguments) {
    support_result plain = run_on(NULL, 1, parallel_program(), arguments);
    assert_status(plain, 0);
    char *expected = without_times(plain.out);
    for (int ranks = 2; ranks <= 4; ranks++) {
        support_result result = run_on(NULL, ranks, parallel_program(), arguments);
        assert_status(result, 0);
        char *got = without_times(result.out);
        assert_string_equal(got, expected);
        free(got);
        support_result_clear(&result);
    }
    free(expected);
    support_result_clear(&plain);
}

#define RECALLS(...)  \
    recalls_the_same( \
        (const char *const[]){"recall", "--seed", "1", "--format", "json", __VA_ARGS__, NULL})

/* An IDX file of 2,000 pictures: large enough to be cut into parts, and sifted. */
static const char *large_memory(void) {
    enum { COUNT = 2000, SIDE = 8, HEAD = 16 };
    static unsigned char idx[HEAD + COUNT * SIDE * SIDE] = {
        0, 0, 8, 3, 0, 0, COUNT >> 8, COUNT & 255, 0, 0, 0, SIDE, 0, 0, 0, SIDE};
    uint32_t state = 1;
    for (size_t k = HEAD; k < sizeof idx; k++)
        idx[k] = (unsigned char)((state = state * 1664525 + 1013904223) >> 24);
    const char *path = support_path("large.idx");
    support_write(path, idx, sizeof idx);
    return path;
}

static void one_memory_over_ranks_recalls_the_same(void **state) {
    (void)state;
    if (!there_is_mpi()) skip();
    const char *path = large_memory();
    RECALLS(path, "--sample", "40", "--corrupt", "gaussian:sigma=0.2");
    RECALLS(path, "--sample", "1", "--corrupt", "mask");
    RECALLS(path, "--sample", "1", "--corrupt", "mask", "--similarity", "correlation");
    RECALLS(path, "--sample", "9", "--similarity", "dot", "--beta", "1", "--attention", "all");
    RECALLS(path, "--sample", "9", "--energy", "sparsemax", "--corrupt", "gaussian");
    RECALLS(path, "--sample", "9", "--similarity", "robust", "--precision", "double");
    RECALLS(GLYPHS, "--sample", "9", "--energy", "hebb", "--corrupt", "flip");
}

static void there_may_be_more_ranks_than_patterns(void **state) {
    (void)state;
    if (!there_is_mpi()) skip();
    SUCCEEDS("memory", "create", "two.safetensors", GLYPHS, "--limit", "2");
    RECALLS("two.safetensors", "--sample", "2");
}

static void ranks_that_see_other_patterns_are_found_out(void **state) {
    (void)state;
    if (!there_is_mpi()) skip();
    SUCCEEDS("memory", "create", "a.safetensors", GLYPHS);
    SUCCEEDS("memory", "create", "b.safetensors", PATTERNS "/ornaments");
    const char *program = parallel_program();
    support_result result =
        run_on(NULL, 1, program,
               (const char *const[]){"recall", "a.safetensors", "--sample", "1", "--seed", "1", ":",
                                     "-n", "1", program, "recall", "b.safetensors", "--sample", "1",
                                     "--seed", "1", NULL});
    assert_int_equal(result.status, 1);
    assert_contains(result.err, "rank 1 of 2: b.safetensors: holds other patterns");
    support_result_clear(&result);
}

static void outputs_are_written_by_the_first_rank(void **state) {
    (void)state;
    if (!there_is_mpi()) skip();
    support_result result = ON(3, "recall", GLYPHS, "--sample", "3", "--seed", "1", "-o", "r.npy");
    assert_status(result, 0);
    SUCCEEDS("recall", GLYPHS, "--sample", "3", "--seed", "1", "-o", "p.npy");
    size_t size = 0, expected = 0;
    char *a = support_read(support_path("r.npy"), &size),
         *b = support_read(support_path("p.npy"), &expected);
    assert_int_equal(size, expected);
    assert_memory_equal(a, b, size);
    free(a);
    free(b);
    support_result_clear(&result);
}

static void a_mistake_is_said_once_and_ends_all_ranks(void **state) {
    (void)state;
    if (!there_is_mpi()) skip();
    support_result result = ON(3, "capacity", "--dim", "10x");
    assert_int_equal(result.status, 2);
    const char *said = strstr(result.err, "'10x' is not a number");
    assert_non_null(said);
    assert_null(strstr(said + 1, "'10x' is not a number"));
    support_result_clear(&result);
}

/* Commands that ranks do not share are done by the first alone. */
static void what_is_written_is_written_once(void **state) {
    (void)state;
    if (!there_is_mpi()) skip();
    support_result result = ON(3, "list", "energies");
    assert_status(result, 0);
    const char *said = strstr(result.out, "log-sum-exp");
    assert_non_null(said);
    assert_null(strstr(said + 1, "log-sum-exp"));
    assert_null(strchr(result.out, '\033'));
    support_result_clear(&result);
}

static void the_plain_program_says_that_it_is_not_made_for_ranks(void **state) {
    (void)state;
    if (!there_is_mpi()) skip();
    support_result result =
        run_on(NULL, 2, HOP_PROGRAM, (const char *const[]){"list", "energies", NULL});
    assert_int_equal(result.status, 1);
    assert_contains(result.err, "`make mpi`");
    support_result_clear(&result);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sweep_gives_the_bytes_of_one_rank),
        cmocka_unit_test(what_is_finished_on_disk_is_found_by_any_number_of_ranks),
        cmocka_unit_test(one_memory_over_ranks_recalls_the_same),
        cmocka_unit_test(there_may_be_more_ranks_than_patterns),
        cmocka_unit_test(ranks_that_see_other_patterns_are_found_out),
        cmocka_unit_test(outputs_are_written_by_the_first_rank),
        cmocka_unit_test(a_mistake_is_said_once_and_ends_all_ranks),
        cmocka_unit_test(what_is_written_is_written_once),
        cmocka_unit_test(the_plain_program_says_that_it_is_not_made_for_ranks),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
