/* Fixed points told apart, on outputs and weights that are made up.
 * SPDX-License-Identifier: MIT */
#include "trial/fixed_points.h"

#include "support/experiment.h"

static void distinct_fixed_points_are_counted_and_named(void **state) {
    (void)state;
    double outputs[] = {1, 0, 1.001, 0, 0, 1, 0.5, 0.5, 0.7, 0.2};
    const double mean[] = {0.5, 0.5};
    hop_recalled queries[] = {{.k90 = 1, .support = 1},
                              {.k90 = 1, .support = 1},
                              {.k90 = 1, .support = 1},
                              {.k90 = 4, .support = 4},
                              {.k90 = 3, .support = 4}};
    hop_recall_result result = {.count = 5, .dim = 2, .queries = queries, .outputs = outputs};
    hop_fixed_frame frame = {.mean = mean, .extent = 0.7, .patterns = 4, .tolerance = 0.01};
    hop_fixed_points found = {0};
    assert_ok(hop_fixed_points_find(&result, &frame, &found));
    assert_int_equal(found.distinct[HOP_FIXED_PATTERN], 2);
    assert_int_equal(found.distinct[HOP_FIXED_MIXTURE], 1);
    assert_int_equal(found.distinct[HOP_FIXED_MEAN], 1);
    assert_int_equal(found.starts[HOP_FIXED_PATTERN], 3);
    assert_true(found.mixed == 3);
    assert_int_equal(found.listed_count, 1);
    assert_int_equal(found.listed[0].output, 4);
    assert_int_equal(found.listed[0].starts, 1);
    frame.tolerance = 0.0001;
    assert_ok(hop_fixed_points_find(&result, &frame, &found));
    assert_int_equal(found.distinct[HOP_FIXED_PATTERN], 3);
    result.count = 3;
    assert_ok(hop_fixed_points_find(&result, &frame, &found));
    assert_true(isnan(found.mixed));
    assert_int_equal(found.listed_count, 0);
}

static void a_state_without_a_weight_is_no_fixed_point(void **state) {
    (void)state;
    double outputs[] = {1, 0, 5, 5, 6, 6};
    const double mean[] = {0.5, 0.5};
    hop_recalled queries[] = {{.k90 = 1, .support = 1}, {.k90 = 1}, {.k90 = 0}};
    hop_recall_result result = {.count = 3, .dim = 2, .queries = queries, .outputs = outputs};
    const hop_fixed_frame frame = {.mean = mean, .extent = 0.7, .patterns = 4, .tolerance = 0.01};
    hop_fixed_points found = {0};
    assert_ok(hop_fixed_points_find(&result, &frame, &found));
    assert_int_equal(found.starts[HOP_FIXED_UNSUPPORTED], 2);
    assert_int_equal(found.distinct[HOP_FIXED_UNSUPPORTED], 0);
    assert_int_equal(found.starts[HOP_FIXED_PATTERN], 1);
    assert_int_equal(found.distinct[HOP_FIXED_PATTERN], 1);
}

static void the_commonest_mixtures_are_listed_first(void **state) {
    (void)state;
    static const double PLACES[] = {1, 2, 2, 3, 3, 3, 4, 5, 5, 5, 5};
    enum { COUNT = sizeof PLACES / sizeof *PLACES };
    double outputs[COUNT];
    const double mean = 0;
    hop_recalled queries[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        outputs[i] = PLACES[i];
        queries[i] = (hop_recalled){.k90 = 2, .support = 9};
    }
    hop_recall_result result = {.count = COUNT, .dim = 1, .queries = queries, .outputs = outputs};
    const hop_fixed_frame frame = {.mean = &mean, .extent = 1, .patterns = 9, .tolerance = 0.01};
    hop_fixed_points found = {0};
    assert_ok(hop_fixed_points_find(&result, &frame, &found));
    assert_int_equal(found.distinct[HOP_FIXED_MIXTURE], 5);
    assert_int_equal(found.listed_count, HOP_FIXED_LISTED);
    assert_true(found.listed[0].output == 7 && found.listed[0].starts == 4);
    assert_true(found.listed[1].output == 3 && found.listed[1].starts == 3);
    assert_true(found.listed[2].output == 1 && found.listed[2].starts == 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distinct_fixed_points_are_counted_and_named),
        cmocka_unit_test(a_state_without_a_weight_is_no_fixed_point),
        cmocka_unit_test(the_commonest_mixtures_are_listed_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
