/* Units: what is black and white, and states that come in others.
 * SPDX-License-Identifier: MIT */
#include "memory/fixture.h"

#include <math.h>

static hop_memory *make(hop_shape shape, hop_memory_role role, const double *values, size_t count) {
    hop_memory *memory = NULL;
    assert_int_equal(hop_memory_create(shape, HOP_F64, role, &memory), HOP_OK);
    assert_int_equal(hop_memory_append(memory, values, count, NULL), HOP_OK);
    return memory;
}

static const hop_shape VECTOR = {2, 1, 1, false}, PICTURE = {2, 1, 1, true};

static void assert_canvas(hop_shape shape, double a, double b, double low, double high, bool clip) {
    hop_memory *memory = make(shape, HOP_PATTERNS, (double[]){a, b}, 1);
    hop_canvas canvas = hop_memory_canvas(memory);
    assert_true(canvas.low == low && canvas.high == high && canvas.clip == clip);
    hop_memory_destroy(memory);
}

static void the_range_follows_from_the_values(void **state) {
    (void)state;
    assert_canvas(PICTURE, 0.2, 0.7, 0, 1, true);
    assert_canvas(VECTOR, 0, 1, 0, 1, true);
    assert_canvas(VECTOR, 0.2, 0.7, 0.2, 0.7, false);
    assert_canvas(VECTOR, -1, 1, -1, 1, false);
    assert_canvas(PICTURE, 3, 250.5, 0, 255, true);
    assert_canvas(PICTURE, 0, 0.01, 0, 0.01, true);
    assert_canvas(VECTOR, 3, 250, 3, 250, false);
    assert_canvas(VECTOR, 0, 250.5, 0, 250.5, false);
    assert_canvas(VECTOR, 5, 5, 5, 6, false);
    assert_canvas(VECTOR, -1, -1, -1, 1, false);
    assert_canvas(VECTOR, 1, 1, 0, 1, false);
}

static void pictures_of_more_than_bytes_need_two_of_them(void **state) {
    (void)state;
    static const struct {
        double values[2];
        bool image;
        unsigned depth;
    } CASES[] = {{{0.2, 1}, true, 8},       {{257 / 65535.0, 1}, true, 8},
                 {{0.2, 0.3333}, true, 16}, {{0.2, 0.3333}, false, 8},
                 {{0.3333, 1.5}, true, 8},  {{-0.1, 0.3333}, true, 8}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        hop_memory *memory =
            make(CASES[i].image ? PICTURE : VECTOR, HOP_PATTERNS, CASES[i].values, 1);
        assert_int_equal(hop_memory_depth(memory), CASES[i].depth);
        hop_memory_destroy(memory);
    }
}

static void vectors_of_bytes_are_damaged_like_vectors_of_numbers(void **state) {
    (void)state;
    const struct {
        const unsigned char *bytes;
        hop_shape shape;
        bool clip;
    } CASES[] = {{(const unsigned char[]){51, 204}, {2, 1, 1, false}, false},
                 {(const unsigned char[]){0, 254}, {2, 1, 1, false}, false},
                 {(const unsigned char[]){0, 255}, {2, 1, 1, false}, true},
                 {(const unsigned char[]){255, 255}, {2, 1, 1, false}, true},
                 {(const unsigned char[]){51, 204}, {2, 1, 1, true}, true}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        hop_memory *memory = NULL;
        assert_int_equal(hop_memory_create(CASES[i].shape, HOP_U8, HOP_PATTERNS, &memory), HOP_OK);
        assert_int_equal(hop_memory_append_raw(memory, CASES[i].bytes, 1, NULL), HOP_OK);
        hop_canvas canvas = hop_memory_canvas(memory);
        assert_true(canvas.low == 0 && canvas.high == 1 && canvas.clip == CASES[i].clip);
        hop_memory_destroy(memory);
    }
}

static void assert_unit(hop_shape shape, double a, double b, double unit) {
    char text[HOP_CANVAS_TEXT];
    hop_memory *memory = make(shape, HOP_PATTERNS, (double[]){a, b}, 1);
    hop_canvas canvas = hop_memory_canvas(memory);
    assert_true(fabs(canvas.unit / unit - 1) < 1e-12);
    assert_true((*hop_canvas_unit_text(&canvas, text) == '\0') == (unit == 1));
    hop_memory_destroy(memory);
}

static void damage_counts_in_the_unit_that_the_values_are_in(void **state) {
    (void)state;
    assert_unit(PICTURE, 0.2, 0.7, 1);
    assert_unit(VECTOR, 0, 1, 1);
    assert_unit(VECTOR, -1, 1, 1);
    assert_unit(VECTOR, -3.5, 4, 1);
    assert_unit(VECTOR, 100.1, 100.9, 1); /* shifted is not scaled */
    /* Numbers of bytes, levels of fewer, deeper ones; resampled bytes are not whole. */
    assert_unit(VECTOR, 0, 255, 255);
    assert_unit(PICTURE, 3, 250, 255);
    assert_unit(VECTOR, 0.5, 250.5, 255);
    assert_unit(VECTOR, 0, 16, 16);
    assert_unit(VECTOR, 0, 4095, 4095);
    /* A hundredth of what is usual. */
    assert_unit(VECTOR, 0, 0.01, 0.01);
    assert_unit(PICTURE, 0, 0.01, 0.01);
    assert_unit(VECTOR, -0.01, 0.01, 0.01);
    assert_unit(VECTOR, -0.035, 0.04, 0.01);
}

/* States of two values against a memory of two; NAN in `wanted`: refused. */
static void assert_match(double low, double high, double a, double b, double wanted_a,
                         double wanted_b, const char *remark) {
    hop_memory *memory = make(VECTOR, HOP_PATTERNS, (double[]){low, high}, 1);
    hop_memory *states = make(VECTOR, HOP_QUERIES, (double[]){a, b, NAN, b}, 2);
    if (isnan(wanted_a)) {
        assert_fails(hop_memory_match_units(states, memory, "q.npy"), HOP_E_VALUE, "--range");
    } else {
        assert_int_equal(hop_memory_match_units(states, memory, "q.npy"), HOP_OK);
        assert_true(fabs(number_in(states, 0, 0) - wanted_a) < 1e-12);
        assert_true(fabs(number_in(states, 1, 1) - wanted_b) < 1e-12);
        assert_true(isnan(number_in(states, 1, 0)));
    }
    assert_int_equal(hop_memory_remark_count(states), remark ? 1 : 0);
    if (remark) assert_non_null(strstr(hop_memory_remark(states, 0), remark));
    hop_memory_destroy(memory);
    hop_memory_destroy(states);
}

static void states_in_other_units_are_brought_over_and_it_is_said(void **state) {
    (void)state;
    assert_match(0, 1, 51, 255, 0.2, 1, "its values are 0 to 255");
    assert_match(0, 255, 0.2, 1, 51, 255, "its values are 0 to 1");
    assert_match(-1, 1, 0, 1, -1, 1, "its values are 0 and 1");
    assert_match(0, 1, -1, 1, 0, 1, "its values are -1 and 1");
    assert_match(0, 255, -1, 1, 0, 255, "its values are -1 and 1");
    assert_match(-1, 1, 0, 255, -1, 1, "its values are 0 and 255");
}

static void states_of_values_far_too_small_are_kept_and_it_is_said(void **state) {
    (void)state;
    assert_match(0, 1, 0, 0.01, 0, 0.01, "at most 0.01, where the memory's reach 1");
    assert_match(-1, 1, 0.1, 0.3, 0.1, 0.3, NULL);
}

/* Centred pictures beside those from 0 to 1; what was damaged goes beyond both ends. */
static void states_from_minus_one_to_one_are_kept_and_it_is_said(void **state) {
    (void)state;
    assert_match(0, 1, -0.9, 0.8, -0.9, 0.8, "from -0.9 to 0.8, and were compared as they are");
    assert_match(0, 1, -0.6, 1.4, -0.6, 1.4, NULL);
    assert_match(-2, 1, -0.9, 0.8, -0.9, 0.8, NULL);
}

/* Two values beside two others are theirs; more are kept, and said to be elsewhere. */
static void states_outside_the_memorys_range_are_not_taken_without_a_word(void **state) {
    (void)state;
    assert_match(900, 1100, 0, 255, 900, 1100, "0 and 255 and were brought to the memory's, 900");
    assert_match(900, 1100, -1, 1, 900, 1100, "-1 and 1 and were brought to the memory's, 900");
    const double three[] = {900, 1000, 1000, 1100}, other[] = {200, 300, 300, 250};
    hop_memory *memory = make(VECTOR, HOP_PATTERNS, three, 2);
    hop_memory *states = make(VECTOR, HOP_QUERIES, other, 2);
    assert_int_equal(hop_memory_match_units(states, memory, "q.npy"), HOP_OK);
    assert_true(number_in(states, 0, 0) == 200 && number_in(states, 1, 1) == 250);
    assert_non_null(strstr(hop_memory_remark(states, 0), "200 to 300, and none is among the "
                                                         "memory's, 900 to 1100"));
    hop_memory_destroy(memory);
    hop_memory_destroy(states);
}

static void states_in_the_same_units_are_left_as_they_are(void **state) {
    (void)state;
    assert_match(0, 1, 0.3, 1.7, 0.3, 1.7, NULL); /* damaged, and not clipped */
    assert_match(0, 255, 20, 255, 20, 255, NULL);
    assert_match(-1, 1, -1, 1, -1, 1, NULL);
    assert_match(0, 255, 0, 0, 0, 0, NULL);
    assert_match(-3.5, 2, 0.1, -0.4, 0.1, -0.4, NULL);
}

static void count_release(const unsigned char *bytes, size_t size) {
    (void)size;
    ++*(int *)bytes;
}

/* As queries are that this program saved: mapped, or bytes. */
static void lent_states_are_brought_over_and_what_was_lent_stays(void **state) {
    (void)state;
    int released = 0;
    const double lent[] = {51, 255, NAN, 255};
    const hop_memory_owner owner = {count_release, (const unsigned char *)&released, 0};
    hop_memory *memory = make(VECTOR, HOP_PATTERNS, (double[]){0, 1}, 1), *states = NULL;
    assert_int_equal(hop_memory_attach(VECTOR, HOP_F64, HOP_QUERIES, lent, 2, owner, &states),
                     HOP_OK);
    assert_int_equal(hop_memory_match_units(states, memory, "q"), HOP_OK);
    assert_true(fabs(number_in(states, 0, 0) - 0.2) < 1e-12 && isnan(number_in(states, 1, 0)));
    assert_true(lent[0] == 51 && released == 1);
    assert_int_equal(hop_memory_remark_count(states), 1);
    hop_memory_destroy(states);
    hop_memory_destroy(memory);
    assert_int_equal(released, 1);

    const unsigned char bytes[] = {51, 255};
    memory = make(VECTOR, HOP_PATTERNS, (double[]){0, 255}, 1);
    assert_int_equal(hop_memory_create(VECTOR, HOP_U8, HOP_PATTERNS, &states), HOP_OK);
    assert_int_equal(hop_memory_append_raw(states, bytes, 1, NULL), HOP_OK);
    assert_int_equal(hop_memory_match_units(states, memory, "q"), HOP_OK);
    assert_true(fabs(number_in(states, 0, 0) - 51) < 1e-4);
    hop_memory_destroy(states);
    hop_memory_destroy(memory);
}

/* A memory is looked at once, and again when it has changed. */
static void what_is_known_of_a_memory_follows_its_patterns(void **state) {
    (void)state;
    hop_memory *memory = make(VECTOR, HOP_PATTERNS, (double[]){0, 1}, 1);
    assert_true(hop_memory_canvas(memory).high == 1 && hop_memory_canvas(memory).unit == 1);
    assert_int_equal(hop_memory_append(memory, (double[]){0, 255}, 1, NULL), HOP_OK);
    assert_true(hop_memory_canvas(memory).high == 255 && hop_memory_canvas(memory).unit == 255);
    hop_memory_destroy(memory);
}

static void what_cannot_be_right_is_refused_with_the_way_out(void **state) {
    (void)state;
    assert_match(0, 1, 51.5, 250.25, NAN, NAN, NULL);
    assert_match(-1, 1, 800, 900, NAN, NAN, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_range_follows_from_the_values),
        cmocka_unit_test(pictures_of_more_than_bytes_need_two_of_them),
        cmocka_unit_test(vectors_of_bytes_are_damaged_like_vectors_of_numbers),
        cmocka_unit_test(damage_counts_in_the_unit_that_the_values_are_in),
        cmocka_unit_test(states_in_other_units_are_brought_over_and_it_is_said),
        cmocka_unit_test(states_of_values_far_too_small_are_kept_and_it_is_said),
        cmocka_unit_test(states_from_minus_one_to_one_are_kept_and_it_is_said),
        cmocka_unit_test(states_outside_the_memorys_range_are_not_taken_without_a_word),
        cmocka_unit_test(states_in_the_same_units_are_left_as_they_are),
        cmocka_unit_test(lent_states_are_brought_over_and_what_was_lent_stays),
        cmocka_unit_test(what_is_known_of_a_memory_follows_its_patterns),
        cmocka_unit_test(what_cannot_be_right_is_refused_with_the_way_out),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
