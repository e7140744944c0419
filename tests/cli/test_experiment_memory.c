/* Experiments on a MEMORY that was given: pictures, vectors in their units, odd patterns.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "cli.h"

static void experiments_on_pictures_run_from_the_source_root(void **state) {
    (void)state;
    support_options options = {.folder = HOP_SOURCE_DIR};
    support_result result =
        RUN(&options, "noise", "patterns/glyphs", "--damage", "flip,mask", "--strength", "0,0.3",
            "--sample", "9", "--seed", "1", "--format", "csv");
    assert_status(result, 0);
    assert_contains(result.out, "flip,0.3,");
    assert_contains(result.out, "# memory.patterns: 36");
    support_result_clear(&result);
    result = RUN(&options, "noise", "patterns/glyphs", "--damage", "mask", "--strength", "1");
    assert_status(result, 1);
    assert_contains(result.err, "leaves nothing known");
    support_result_clear(&result);
    result = RUN(&options, "similarity", "patterns/glyphs", "--damage", "flip", "--damage",
                 "mask:area=1", "--sample", "4");
    assert_status(result, 1);
    assert_contains(result.err, "damaged by mask:area=1, query 0: every value is unknown");
    support_result_clear(&result);
    result = RUN(&options, "noise");
    assert_status(result, 2);
    assert_contains(result.err, "no memory given");
    support_result_clear(&result);
}

static void criteria_of_a_memory_count_its_patterns(void **state) {
    (void)state;
    support_options options = {.folder = HOP_SOURCE_DIR};
    support_result result = RUN(&options, "criteria", "patterns/glyphs", "--trials", "5", "--seed",
                                "1", "--format", "json");
    assert_status(result, 0);
    assert_contains(result.out, "\"load\": \"1 to 36\"");
    static const char *const STORED[] = {"1", "2", "3", "5", "8", "13", "21", "34", "36"};
    const char *rest = result.out;
    for (size_t i = 0; i < sizeof STORED / sizeof *STORED; i++) {
        rest = strstr(rest, "\"stored\": ");
        assert_non_null(rest);
        rest += strlen("\"stored\": ");
        assert_memory_equal(rest, STORED[i], strlen(STORED[i]));
        assert_int_equal(rest[strlen(STORED[i])], ',');
    }
    support_result_clear(&result);
    result = RUN(&options, "criteria", "--dim", "50", "--trials", "5", "--seed", "1", "--format",
                 "json");
    assert_contains(result.out, "\"load\": \"0.02 to 0.3\"");
    support_result_clear(&result);
}

/* The same patterns as numbers from 0 to 255 and from 0 to 1: the same damage, the same answers. */
static void damage_follows_the_units_of_a_memory_of_vectors(void **state) {
    (void)state;
    enum { COUNT = 8, DIM = 24 };
    double bytes[COUNT * DIM], shares[COUNT * DIM];
    char *rows[2];
    for (size_t i = 0; i < COUNT * DIM; i++) {
        bytes[i] = i == 0 ? 0 : i == 1 ? 255 : (double)((i * i * 131 + i * 47) % 256);
        shares[i] = bytes[i] / 255;
    }
    put_npy("shares.npy", shares, COUNT, DIM);
    put_npy("bytes.npy", bytes, COUNT, DIM);
    for (int i = 0; i < 2; i++) {
        support_result result = RUN(NULL, "noise", support_path(i ? "bytes.npy" : "shares.npy"),
                                    "--strength", "0.3,0.9", "--sample", "8", "--seed", "1");
        assert_status(result, 0);
        assert_contains(result.out, "left out, for they need pictures, and these are vectors: "
                                    "mask, paint, blur");
        assert_true((strstr(result.out, "damage counts 255 of them as 1") != NULL) == (i == 1));
        rows[i] = strdup(strstr(result.out, "\ncorruption"));
        support_result_clear(&result);
    }
    assert_string_equal(rows[0], rows[1]);
    free(rows[0]);
    free(rows[1]);
}

/* A constant pattern never comes back under correlation, and a copy comes back as the other: both
 * are of the memory, and would be taken for what the damage does. */
static void patterns_that_cannot_come_back_are_said(void **state) {
    (void)state;
    const char *path = support_path("odd.csv");
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("1,1,1,1,1\n.1,.9,.3,.2,.8\n.9,.1,.2,.7,.4\n.1,.9,.3,.2,.8\n", file);
    fclose(file);
    support_result blind = RUN(NULL, "noise", path, "--damage", "gaussian", "--strength", "0",
                               "--seed", "1", "--quiet");
    assert_status(blind, 0);
    assert_contains(blind.out, "1 of the patterns is constant");
    assert_contains(blind.out, "near-duplicate of their pattern");
    support_result seeing = RUN(NULL, "noise", path, "--damage", "gaussian", "--strength", "0",
                                "--similarity", "euclidean", "--seed", "1", "--quiet");
    assert_status(seeing, 0);
    assert_null(strstr(seeing.out, "constant"));
    support_result_clear(&blind);
    support_result_clear(&seeing);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(experiments_on_pictures_run_from_the_source_root),
        cmocka_unit_test(criteria_of_a_memory_count_its_patterns),
        cmocka_unit_test(damage_follows_the_units_of_a_memory_of_vectors),
        cmocka_unit_test(patterns_that_cannot_come_back_are_said),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
