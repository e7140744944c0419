/* Large memories: what is cut while it is used, a disk that fills while an index is built, and what
 * a recall says of itself beforehand.
 * Covers: recall_dry.c
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "cli.h"

/* A .npy file of bytes, in the test's folder; as random as the middle of a sum of squares. */
static const char *put_bytes(const char *name, size_t count, size_t dim) {
    const char *path = support_path("%s", name);
    char header[128];
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    int length =
        snprintf(header, sizeof header,
                 "{'descr': '|u1', 'fortran_order': False, 'shape': (%zu, %zu), }", count, dim);
    assert_true(length > 0 && length < 117);
    fwrite("\x93NUMPY\x01\x00\x76\x00", 1, 10, file);
    fprintf(file, "%-117s\n", header);
    uint64_t state = 1;
    for (size_t i = 0; i < count * dim; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        fputc((int)(state >> 56), file);
    }
    assert_int_equal(fclose(file), 0);
    return path;
}

/* Patterns fit the limit, and what is prepared from them does not. */
static void a_disk_that_fills_while_an_index_is_built_leaves_nothing(void **state) {
    (void)state;
    put_bytes("many.npy", 1 << 16, 16);
    const char *const command[] = {"memory", "create", "many.safetensors", "many.npy", NULL};
    /* Patterns are 1 MiB, sums another, frames 1.5; the index is what comes behind. */
    static const size_t LIMITS[] = {1200 << 10, 3700 << 10};
    for (size_t i = 0; i < sizeof LIMITS / sizeof *LIMITS; i++) {
        support_options options = {.folder = support_folder(), .file_limit = LIMITS[i]};
        char *before = support_list(support_folder());
        support_result result = support_run(&options, command);
        assert_status(result, 1);
        assert_contains(result.err, "File too large");
        support_assert_folder(support_folder(), before, __FILE__, __LINE__);
        support_result_clear(&result);
        free(before);
    }
    support_options options = {.folder = support_folder()};
    support_result result = support_run(&options, command);
    assert_status(result, 0);
    support_result_clear(&result);
    SUCCEEDS("memory", "verify", "many.safetensors");
}

/* Whenever it is cut: an end with a sentence, never a bus error. */
static void a_file_that_is_cut_while_it_is_used_is_a_clear_end(void **state) {
    (void)state;
    static const char *const AFTER[] = {"0.1", "0.3", "0.9"};
    static const char CUT[] = "\"$0\" recall cut.npy --sample 2000 --similarity robust --seed 1 "
                              "--quiet > out.txt & p=$!; sleep $1; truncate -s 5000 cut.npy; "
                              "wait $p";
    for (size_t i = 0; i < sizeof AFTER / sizeof *AFTER; i++) {
        put_bytes("cut.npy", 40000, 784);
        support_options options = {.program = "/bin/sh", .folder = support_folder()};
        support_result result = RUN(&options, "-c", CUT, HOP_PROGRAM, AFTER[i]);
        /* On a fast machine it may be done before. */
        if (result.status != 0) assert_status(result, 1);
        if (result.status != 0 && !strstr(result.err, "cut.npy: "))
            assert_contains(result.err, "became shorter while it was being read");
        support_result_clear(&result);
    }
}

static void a_dry_run_says_time_and_memory_and_recalls_nothing(void **state) {
    (void)state;
    put_bytes("dry.npy", 3000, 100);
    support_options options = {.folder = support_folder()};
    support_result result = RUN(&options, "recall", "dry.npy", "--sample", "40", "--seed", "1",
                                "--corrupt", "gaussian", "--dry-run");
    assert_status(result, 0);
    assert_contains(result.out, "time     about ");
    assert_contains(result.out, "patterns 293 KiB, mapped");
    assert_contains(result.out, "of its own, and ");
    assert_null(strstr(result.out, "right"));
    support_result_clear(&result);
    result = RUN(&options, "recall", "dry.npy", "--sample", "1", "--seed", "1", "--dry-run",
                 "--format", "json");
    assert_status(result, 0);
    assert_contains(result.out, "\"seconds\":");
    assert_contains(result.out, "\"patterns\": 300000");
    support_result_clear(&result);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_disk_that_fills_while_an_index_is_built_leaves_nothing),
        cmocka_unit_test(a_file_that_is_cut_while_it_is_used_is_a_clear_end),
        cmocka_unit_test(a_dry_run_says_time_and_memory_and_recalls_nothing),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
