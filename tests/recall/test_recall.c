/* Making a memory ready: options within their limits, refusals that say them.
 * SPDX-License-Identifier: MIT */
#include <float.h>

#include "fixture.h"

static void a_memory_without_patterns_is_refused(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(0, 3, HOP_F32, FIXTURE_GREY, 1);
    hop_recall *recall = NULL;
    assert_refused(hop_recall_create(memory, &hop_recall_defaults, &recall), HOP_E_EMPTY,
                   "no pattern");
    assert_null(recall);
    hop_memory_destroy(memory);
}

/* With these options it is refused, and `part` is said. */
static void assert_options_refused(const hop_recall_options *options, const char *part) {
    hop_memory *memory = fixture_memory(4, 3, HOP_F32, FIXTURE_GREY, 1);
    hop_recall *recall = NULL;
    assert_refused(hop_recall_create(memory, options, &recall), HOP_E_VALUE, part);
    assert_null(recall);
    hop_memory_destroy(memory);
}

static void assert_options_allowed(const hop_recall_options *options) {
    hop_memory *memory = fixture_memory(4, 3, HOP_F32, FIXTURE_GREY, 1);
    hop_recall_destroy(fixture_recall(memory, options));
    hop_memory_destroy(memory);
}

static void steps_are_one_to_a_million(void **state) {
    (void)state;
    hop_recall_options options = hop_recall_defaults;
    options.stopping.steps = 0;
    assert_options_refused(&options, "from 1 to 1000000");
    options.stopping.steps = 1000001;
    assert_options_refused(&options, "from 1 to 1000000");
    options.stopping.steps = 1000000;
    assert_options_allowed(&options);
    options.stopping.steps = 1;
    assert_options_allowed(&options);
}

static void a_tolerance_is_zero_or_more_and_finite(void **state) {
    (void)state;
    hop_recall_options options = hop_recall_defaults;
    const double refused[] = {-DBL_TRUE_MIN, -1, NAN, INFINITY};
    for (size_t i = 0; i < 4; i++) {
        options.stopping.tolerance = refused[i];
        assert_options_refused(&options, "tolerance");
    }
    options.stopping.tolerance = 0;
    assert_options_allowed(&options);
    options.stopping.tolerance = 1e300;
    assert_options_allowed(&options);
}

static void threads_have_a_limit(void **state) {
    (void)state;
    hop_recall_options options = hop_recall_defaults;
    options.running.threads = 1025;
    assert_options_refused(&options, "at most 1024");
    options.running.threads = (size_t)-1;
    assert_options_refused(&options, "at most 1024");
    options.running.threads = 1024; /* more than there are patterns, or processors */
    assert_options_allowed(&options);
}

static void a_beta_outside_its_limits_is_refused(void **state) {
    (void)state;
    hop_recall_options options = hop_recall_defaults;
    const double refused[] = {0, -1, INFINITY, -INFINITY, 1e-310, 1e13};
    for (size_t i = 0; i < 6; i++) {
        options.model.energy.parameter[0] = refused[i];
        assert_options_refused(&options, "beta");
    }
    options.model.energy.parameter[0] = 1e-30;
    assert_options_allowed(&options);
    options.model.energy.parameter[0] = 1e12;
    assert_options_allowed(&options);
}

static void what_was_left_open_is_resolved(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(4, 3, HOP_F32, FIXTURE_GREY, 1);
    hop_recall *recall = fixture_recall(memory, &hop_recall_defaults);
    const hop_recall_options *resolved = hop_recall_resolved(recall);
    assert_true(resolved->model.energy.parameter[0] > 0 && resolved->running.threads >= 1);
    assert_string_equal(resolved->model.similarity.kind->row.name, "correlation");
    assert_true(isnan(hop_recall_defaults.model.energy.parameter[0]));
    /* Keys of norm 1: ln(N) / beta + 1/2 */
    double expected = log(4) / resolved->model.energy.parameter[0] + 0.5;
    assert_near(hop_recall_constant(recall), expected, 16 * DBL_EPSILON * expected);
    hop_recall_destroy(recall);
    hop_recall_destroy(NULL);
    hop_memory_destroy(memory);
}

static void defaults_suit_the_memory(void **state) {
    (void)state;
    static const struct {
        size_t side;
        bool image;
        const char *similarity;
    } CASES[] = {{16, true, "information"}, {8, true, "correlation"}, {16, false, "correlation"}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        hop_memory *memory =
            fixture_memory(3, CASES[i].side * CASES[i].side, HOP_U8, FIXTURE_GREY, 1);
        const hop_shape shape = {CASES[i].side, CASES[i].side, 1, CASES[i].image};
        if (CASES[i].image) assert_ok(hop_memory_reshape(memory, shape));
        hop_recall *recall = NULL;
        assert_ok(hop_recall_create(memory, NULL, &recall));
        assert_string_equal(hop_recall_resolved(recall)->model.similarity.kind->row.name,
                            CASES[i].similarity);
        hop_recall_destroy(recall);
        hop_memory_destroy(memory);
    }
}

static void every_reason_to_stop_has_a_name(void **state) {
    (void)state;
    assert_string_equal(hop_stop_name(HOP_STOP_ENERGY), "energy");
    assert_string_equal(hop_stop_name(HOP_STOP_STATE), "state");
    assert_string_equal(hop_stop_name(HOP_STOP_CYCLE), "cycle");
    assert_string_equal(hop_stop_name(HOP_STOP_STEPS), "steps");
    assert_string_equal(hop_stop_name(HOP_STOP_UNSUPPORTED), "unsupported");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_memory_without_patterns_is_refused),
        cmocka_unit_test(steps_are_one_to_a_million),
        cmocka_unit_test(a_tolerance_is_zero_or_more_and_finite),
        cmocka_unit_test(threads_have_a_limit),
        cmocka_unit_test(a_beta_outside_its_limits_is_refused),
        cmocka_unit_test(what_was_left_open_is_resolved),
        cmocka_unit_test(defaults_suit_the_memory),
        cmocka_unit_test(every_reason_to_stop_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
