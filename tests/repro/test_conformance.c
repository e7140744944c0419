/* Every reproduction, held to what a reproduction is for: a false theory is caught.
 * Covers: ags_capacity.c ags_overlap.c bit_error.c krotov_hopfield.c demircigil_table.c
 * Covers: demircigil_growth.c spherical_softmax.c binary_softmax.c gaussian_softmax.c
 * Covers: softmax_noise.c
 * Covers: feature_slope.c lsr_radius.c lsr_simplex.c fashion.c fashion_sizes.c
 * Covers: ramsauer_storage.c ramsauer_bounds.c sparse_margin.c pitchfork.c l1_mean.c
 * Covers: sequence_error.c heteroassociation.c pseudo_inverse.c storkey.c exclusive_or.c
 * Covers: without_error.c thermal_overlap.c attention_example.c in_context_denoising.c
 * Covers: sparse_error.c low_activity.c circle.c millidge.c retrieval.c sparse_retrieval.c
 * SPDX-License-Identifier: MIT */
#include <hopfield/repro.h>

#include <string.h>

#include "support/support.h"

static void a_false_theory_fails_in_every_reproduction(void **state) {
    (void)state;
    const hop_catalog *catalog = hop_repro_catalog();
    const hop_repro_options options = {.seed = 1, .quick = true, .falsify = true};
    for (size_t i = 0; i < catalog->count; i++) {
        hop_repro_results results = {0};
        hop_status status =
            hop_repro_run((const hop_repro_row *)catalog->rows[i], &options, &results);
        if (status != HOP_OK) fail_msg("%s: %s", catalog->rows[i]->name, hop_status_detail());
        if (hop_repro_count(&results, "FAIL") == 0 && hop_repro_count(&results, "SKIP") == 0)
            fail_msg("%s passes with a false theory", catalog->rows[i]->name);
        hop_repro_results_clear(&results);
    }
}

/* Numbers that are the claim of their reproduction, and not a step towards it. */
static const struct {
    const char *name, *item;
} HEADLINES[] = {
    {"ags-capacity", "capacity, d to infinity"},
    {"demircigil-growth", "rate = I(1-2r), 25 %"},
    {"gaussian-softmax", "load of recall, b 0.25, d 8"},
    {"spherical-softmax", "load of recall, b 1, d 8"},
};

/* One whose tolerance grew with the error of the theory would pass. */
static void a_false_theory_fails_in_the_very_number_that_is_claimed(void **state) {
    (void)state;
    const hop_repro_options options = {.seed = 1, .quick = true, .falsify = true};
    for (size_t k = 0; k < sizeof HEADLINES / sizeof *HEADLINES; k++) {
        const hop_row *row = NULL;
        hop_repro_results results = {0};
        size_t found = 0;
        assert_int_equal(hop_catalog_find(hop_repro_catalog(), HEADLINES[k].name, &row), HOP_OK);
        assert_int_equal(hop_repro_run((const hop_repro_row *)row, &options, &results), HOP_OK);
        for (size_t i = 0; i < results.count; i++) {
            if (strcmp(results.all[i].item, HEADLINES[k].item) != 0) continue;
            found++;
            if (results.all[i].pass)
                fail_msg("%s, %s: %g passes with a tolerance of %g", HEADLINES[k].name,
                         HEADLINES[k].item, results.all[i].value, results.all[i].tolerance);
        }
        assert_int_equal(found, 1);
        hop_repro_results_clear(&results);
    }
}

static hop_repro_results run(const char *name, size_t threads, uint64_t seed) {
    const hop_row *row = NULL;
    hop_repro_results results = {0};
    const hop_repro_options options = {.seed = seed, .threads = threads, .quick = true};
    assert_int_equal(hop_catalog_find(hop_repro_catalog(), name, &row), HOP_OK);
    assert_int_equal(hop_repro_run((const hop_repro_row *)row, &options, &results), HOP_OK);
    return results;
}

static void numbers_depend_on_the_seed_and_not_on_threads(void **state) {
    (void)state;
    hop_repro_results one = run("demircigil-growth", 1, 4), three = run("demircigil-growth", 3, 4);
    hop_repro_results other = run("demircigil-growth", 1, 5);
    assert_int_equal(one.count, three.count);
    for (size_t i = 0; i < one.count; i++)
        assert_memory_equal(&one.all[i].value, &three.all[i].value, sizeof one.all[i].value);
    assert_true(one.all[0].value != other.all[0].value);
    hop_repro_results_clear(&one);
    hop_repro_results_clear(&three);
    hop_repro_results_clear(&other);
}

static int now(void *context) {
    (void)context;
    return 1;
}

static void a_reproduction_can_be_cancelled(void **state) {
    (void)state;
    const hop_row *row = NULL;
    hop_repro_results results = {0};
    const hop_repro_options options = {.seed = 1, .quick = true, .stop = now};
    assert_int_equal(hop_catalog_find(hop_repro_catalog(), "ags-capacity", &row), HOP_OK);
    assert_int_equal(hop_repro_run((const hop_repro_row *)row, &options, &results),
                     HOP_E_CANCELLED);
    hop_repro_results_clear(&results);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_false_theory_fails_in_every_reproduction),
        cmocka_unit_test(a_false_theory_fails_in_the_very_number_that_is_claimed),
        cmocka_unit_test(numbers_depend_on_the_seed_and_not_on_threads),
        cmocka_unit_test(a_reproduction_can_be_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
