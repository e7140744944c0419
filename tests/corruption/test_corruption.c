/* The table of corruptions, and applying several to one state.
 * SPDX-License-Identifier: MIT */
#include "corruption/canvas.h"

static void a_bad_spec_changes_nothing(void **state) {
    (void)state;
    hop_corruption corruption = parsed("gaussian"), before = corruption;
    assert_int_equal(hop_corruption_parse("gausian", &corruption), HOP_E_NAME);
    assert_string_equal(hop_status_detail(), "unknown corruption 'gausian'. Did you mean "
                                             "'gaussian'?");
    assert_int_equal(hop_corruption_parse("flip:rate=2", &corruption), HOP_E_VALUE);
    assert_ptr_equal(corruption.kind, before.kind);
    assert_memory_equal(corruption.parameter, before.parameter, sizeof before.parameter);
}

static int by_value(const void *a, const void *b) {
    double x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

/* The noise a state gets from the k-th of many corruptions, for many states: no two alike. */
static void no_two_states_or_positions_share_a_stream(void **state) {
    (void)state;
    enum { STATES = 40, POSITIONS = 40 };
    const hop_canvas canvas = vector(1);
    hop_corruption list[POSITIONS];
    double drawn[STATES * POSITIONS];
    for (size_t k = 0; k < POSITIONS; k++) list[k] = parsed("contrast:1,0");
    for (size_t k = 0; k < POSITIONS; k++) {
        hop_corruption quiet = list[k];
        list[k] = parsed("gaussian:1");
        for (size_t i = 0; i < STATES; i++) {
            double *value = &drawn[k * STATES + i];
            *value = 0;
            assert_int_equal(hop_corruption_apply(list, POSITIONS, &canvas, 3, i, value), HOP_OK);
        }
        list[k] = quiet;
    }
    qsort(drawn, STATES * POSITIONS, sizeof *drawn, by_value);
    for (size_t i = 1; i < STATES * POSITIONS; i++) assert_true(drawn[i - 1] < drawn[i]);
}

/* Whoever counts streams of the same seed from 0 draws other numbers. */
static void low_streams_of_the_seed_are_left_to_others(void **state) {
    (void)state;
    const hop_canvas canvas = vector(1);
    double noise = 0;
    assert_int_equal(damage_at("gaussian:1", &canvas, 3, 0, &noise), HOP_OK);
    for (uint64_t stream = 0; stream < 1000; stream++) {
        hop_random random;
        hop_random_init(&random, 3, stream);
        assert_true(hop_random_normal(&random) != noise);
    }
}

static void several_are_applied_in_order(void **state) {
    (void)state;
    const hop_canvas canvas = vector(1);
    hop_corruption list[2];
    list[0] = parsed("contrast:2,0");
    list[1] = parsed("contrast:1,3");
    double value = 5;
    assert_int_equal(hop_corruption_apply(list, 2, &canvas, 1, 0, &value), HOP_OK);
    assert_true(value == 13);
    hop_corruption swapped[2] = {list[1], list[0]};
    value = 5;
    assert_int_equal(hop_corruption_apply(swapped, 2, &canvas, 1, 0, &value), HOP_OK);
    assert_true(value == 16);
}

/* With an equal stream the second flip would undo the first. */
static void the_same_corruption_twice_draws_twice(void **state) {
    (void)state;
    const hop_canvas canvas = vector(200);
    hop_corruption list[2];
    for (size_t k = 0; k < 2; k++) list[k] = parsed("flip:0.5");
    double *before = ramp(&canvas), *after = ramp(&canvas);
    assert_int_equal(hop_corruption_apply(list, 2, &canvas, 1, 0, after), HOP_OK);
    bool whole = false;
    assert_true(changed_pixels(&canvas, before, after, &whole) > 50);
    free(before);
    free(after);
}

static void none_at_all_changes_nothing(void **state) {
    (void)state;
    const hop_canvas canvas = vector(2);
    double values[2] = {5, -5};
    assert_int_equal(hop_corruption_apply(NULL, 0, &canvas, 1, 0, values), HOP_OK);
    assert_true(values[0] == 5 && values[1] == -5);
}

static void results_are_clipped_after_every_corruption(void **state) {
    (void)state;
    hop_canvas canvas = vector(3);
    canvas.clip = true;
    double values[3] = {-0.5, 0.5, NAN};
    hop_corruption list[2];
    list[0] = parsed("contrast:4,0");
    list[1] = parsed("contrast:0.5,0");
    assert_int_equal(hop_corruption_apply(list, 2, &canvas, 1, 0, values), HOP_OK);
    assert_true(values[0] == -0.5 && values[1] == 0.5 && isnan(values[2]));
    assert_int_equal(hop_corruption_apply(list, 1, &canvas, 1, 0, values), HOP_OK);
    assert_true(values[0] == -1 && values[1] == 1);
}

static void a_state_of_no_size_or_of_every_size_is_refused(void **state) {
    (void)state;
    const hop_canvas none = picture(0, 5, 1), endless = picture(SIZE_MAX, SIZE_MAX, 3);
    assert_int_equal(damage("gaussian", &none, NULL), HOP_E_EMPTY);
    assert_string_equal(hop_status_detail(),
                        "a state of 0 x 5 pixels with 1 channels has no values");
    assert_int_equal(damage("gaussian", &endless, NULL), HOP_E_LIMIT);
}

static void a_row_says_what_it_lacks(void **state) {
    (void)state;
    const hop_canvas canvas = vector(1);
    hop_corruption own = parsed("contrast");
    hop_corruption_row row = *own.kind;
    double value = 0.5;
    own.kind = &row;
    row.apply = NULL;
    assert_int_equal(hop_corruption_apply(&own, 1, &canvas, 1, 0, &value), HOP_E_SUPPORT);
    assert_string_equal(hop_status_detail(),
                        "the corruption row 'contrast' has no `apply`, which it must have");
}

static void an_infinite_value_is_named_and_never_clipped_away(void **state) {
    (void)state;
    hop_canvas canvas = vector(3);
    canvas.clip = true;
    double values[3] = {0, 0, -INFINITY};
    assert_int_equal(damage("gaussian", &canvas, values), HOP_E_VALUE);
    assert_string_equal(hop_status_detail(), "the state before any damage: value 2 is infinite; "
                                             "use smaller numbers, or clip to the range");
}

static void more_than_there_are_streams_is_refused(void **state) {
    (void)state;
    enum { MOST = 65536 };
    const hop_canvas canvas = vector(1);
    hop_corruption *list = malloc((MOST + 1) * sizeof *list);
    assert_non_null(list);
    for (size_t k = 0; k <= MOST; k++) list[k] = parsed("contrast");
    double value = 0.5;
    assert_int_equal(hop_corruption_apply(list, MOST, &canvas, 1, 0, &value), HOP_OK);
    assert_int_equal(hop_corruption_apply(list, MOST + 1, &canvas, 1, 0, &value), HOP_E_LIMIT);
    size_t last = ((size_t)1 << 47) - 1;
    assert_int_equal(hop_corruption_apply(list, 1, &canvas, 1, last, &value), HOP_OK);
    assert_int_equal(hop_corruption_apply(list, 1, &canvas, 1, last + 1, &value), HOP_E_LIMIT);
    free(list);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bad_spec_changes_nothing),
        cmocka_unit_test(no_two_states_or_positions_share_a_stream),
        cmocka_unit_test(low_streams_of_the_seed_are_left_to_others),
        cmocka_unit_test(several_are_applied_in_order),
        cmocka_unit_test(the_same_corruption_twice_draws_twice),
        cmocka_unit_test(none_at_all_changes_nothing),
        cmocka_unit_test(results_are_clipped_after_every_corruption),
        cmocka_unit_test(a_state_of_no_size_or_of_every_size_is_refused),
        cmocka_unit_test(a_row_says_what_it_lacks),
        cmocka_unit_test(an_infinite_value_is_named_and_never_clipped_away),
        cmocka_unit_test(more_than_there_are_streams_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
