/* bench as it is run: its document, its table, its refusals.  Never how long anything takes.
 * Covers: bench/bench.c bench/bench_bits.c bench/bench_cases.c bench/bench_data.c
 *   bench/bench_counts.c bench/bench_limits.c bench/bench_memory.c bench/bench_time.c
 * SPDX-License-Identifier: MIT */
#include "cli.h"

static void every_case_has_a_time_and_a_limit(void **state) {
    (void)state;
    support_result result = HERE("bench", "--quick", "--runs", "1", "--format", "json", "--quiet");
    assert_status(result, 0);
    hop_json *document = parse_json(result.out);
    const hop_json *cases = member(document, "cases");
    static const char *const NAMES[] = {
        "batch_step",     "single_step",  "single_step_u8",      "sparse_step",
        "bipolar_scores", "joint_counts", "bounded_differences", "recall_to_convergence"};
    size_t found = 0;
    for (size_t i = 0; i < hop_json_length(cases); i++) {
        const hop_json *one = hop_json_at(cases, i);
        double seconds = 0, limit = 0, ratio = 0;
        assert_true(hop_json_number(member(one, "seconds"), &seconds));
        assert_true(hop_json_number(member(one, "limit_seconds"), &limit));
        assert_true(hop_json_number(member(one, "ratio"), &ratio));
        assert_true(seconds > 0 && limit > 0);
        assert_near(ratio, seconds / limit, 1e-12 * ratio);
        assert_true(strlen(word_of(one, "limit")) > 0);
        for (size_t k = 0; k < sizeof NAMES / sizeof *NAMES; k++)
            found += strcmp(word_of(one, "name"), NAMES[k]) == 0;
    }
    assert_int_equal(found, sizeof NAMES / sizeof *NAMES);
    member(member(document, "machine"), "threads");
    hop_json_free(document);
    support_result_clear(&result);
}

static void one_case_can_be_run_alone(void **state) {
    (void)state;
    support_result result = HERE("bench", "single_step", "--quick", "--runs", "1", "--quiet");
    assert_status(result, 0);
    assert_contains(result.out, "one read of the");
    assert_null(strstr(result.out, "batch_step"));
    support_result_clear(&result);
}

static void a_misspelt_case_is_refused_with_the_nearest(void **state) {
    (void)state;
    REFUSES(2, "Did you mean 'batch_step'?", "bench", "bath_step");
    REFUSES(2, "a second", "bench", "batch_step", "single_step");
    REFUSES(2, "1 to 10", "bench", "--runs", "0");
}

static void the_build_says_which_instructions_are_used(void **state) {
    (void)state;
    support_result result = HERE("info", "--build");
    assert_status(result, 0);
    assert_contains(result.out, "instructions");
    support_result_clear(&result);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_case_has_a_time_and_a_limit),
        cmocka_unit_test(one_case_can_be_run_alone),
        cmocka_unit_test(a_misspelt_case_is_refused_with_the_nearest),
        cmocka_unit_test(the_build_says_which_instructions_are_used),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
