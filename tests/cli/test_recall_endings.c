/* What a recall ended in, in words and in counts: only a pattern is right, and a near-duplicate is
 * named as such.
 * SPDX-License-Identifier: MIT */
#include "cli.h"

/* One labelled pattern of signs, and the query that is its inverse. */
static void write_inverse(void) {
    support_write_text(support_path("one.csv"), "label,a,b,c,d,e\ncat,1,-1,1,1,-1\n");
    support_write_text(support_path("minus.csv"), "label,a,b,c,d,e\ncat,-1,1,-1,-1,1\n");
}

static void an_inverse_is_neither_right_nor_exact_nor_of_the_right_label(void **state) {
    (void)state;
    write_inverse();
    support_result result =
        HERE("recall", "one.csv", "minus.csv", "--energy", "hebb", "--seed", "1");
    assert_status(result, 0);
    assert_contains(result.out, "inverse of 0");
    assert_contains(result.out, "labels: 0 of 1 right");
    support_result_clear(&result);
    result = HERE("recall", "one.csv", "minus.csv", "--energy", "hebb", "--seed", "1", "--format",
                  "csv");
    assert_contains(result.out, ",inverse,0,");
    support_result_clear(&result);
    result = HERE("recall", "one.csv", "--sample", "1", "--corrupt", "flip:rate=1", "--energy",
                  "hebb", "--seed", "1");
    assert_contains(result.out, "inverse of a pattern.");
    support_result_clear(&result);
    result = HERE("recall", "one.csv", "--sample", "1", "--corrupt", "flip:rate=1", "--energy",
                  "hebb", "--seed", "1", "--format", "json");
    assert_contains(result.out, "\"correct\": false");
    assert_contains(result.out, "\"exact\": false");
    assert_contains(result.out, "\"exact\": 0");
    support_result_clear(&result);
}

static void experiments_count_no_inverse_as_a_success(void **state) {
    (void)state;
    write_inverse();
    static const char *const BY[] = {"noise", "basin"};
    for (size_t i = 0; i < 2; i++) {
        support_result result =
            i == 0 ? HERE(BY[i], "one.csv", "--energy", "hebb", "--similarity", "hamming",
                          "--damage", "flip", "--strength", "1", "--seed", "1", "--format", "json")
                   : HERE(BY[i], "one.csv", "--energy", "hebb", "--damage", "1", "--criterion",
                          "nearest", "--seed", "1", "--format", "json");
        assert_status(result, 0);
        hop_json *document = parse_json(result.out);
        assert_near(number_of(hop_json_at(member(document, "rows"), 0), "success"), 0, 0);
        hop_json_free(document);
        support_result_clear(&result);
    }
}

static void a_near_duplicate_of_the_target_is_named_as_such(void **state) {
    (void)state;
    support_write_text(support_path("twins.csv"),
                       "0,0.1,0.9,0.3\n0,0.1,0.9,0.3\n0.8,0.2,0.1,0.7\n0.3,0.9,0.6,0.1\n");
    support_result result = HERE("recall", "twins.csv", "--sample", "4", "--seed", "1");
    assert_status(result, 0);
    assert_contains(result.out, "1 of them as a near-duplicate");
    assert_contains(result.out, "4 of 4 right");
    support_result_clear(&result);
}

static void constant_queries_are_named(void **state) {
    (void)state;
    support_write_text(support_path("some.csv"), "0,0.1,0.9,0.3\n0.8,0.2,0.1,0.7\n");
    support_write_text(support_path("flat.csv"), "0.5,0.5,0.5,0.5\n0.1,0.5,0.2,0.3\n");
    support_result result = HERE("recall", "some.csv", "flat.csv", "--seed", "1");
    assert_status(result, 0);
    assert_contains(result.out, "1 of the queries is constant (the first: 0), and correlation");
    support_result_clear(&result);
    result = HERE("recall", "some.csv", "flat.csv", "--seed", "1", "--similarity", "euclidean");
    assert_null(strstr(result.out, "constant"));
    support_result_clear(&result);
}

static void energies_that_are_lost_in_rounding_are_said_to_be(void **state) {
    (void)state;
    static const struct {
        const char *beta, *precision, *said;
    } CASES[] = {
        {"1e-9", "float",
         "so small that rounding may change these energies by 1.2e+02; use --prec"},
        {"1e-9", "double", NULL},
        {"1e-25", "double", "use a larger one"},
        {"1", "float", NULL},
    };
    support_write_text(support_path("some.csv"), "0,0.1,0.9,0.3\n0.8,0.2,0.1,0.7\n");
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        support_result result = HERE("recall", "some.csv", "--sample", "2", "--seed", "1", "--beta",
                                     CASES[i].beta, "--precision", CASES[i].precision, "--format",
                                     "json", "--similarity", "euclidean");
        assert_status(result, 0);
        if (CASES[i].said) assert_contains(result.out, CASES[i].said);
        assert_true((strstr(result.out, "so small that") != NULL) == (CASES[i].said != NULL));
        support_result_clear(&result);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_inverse_is_neither_right_nor_exact_nor_of_the_right_label),
        cmocka_unit_test(experiments_count_no_inverse_as_a_success),
        cmocka_unit_test(constant_queries_are_named),
        cmocka_unit_test(energies_that_are_lost_in_rounding_are_said_to_be),
        cmocka_unit_test(a_near_duplicate_of_the_target_is_named_as_such),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
