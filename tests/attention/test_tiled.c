/* The tiled form, held to the plain one; and the exponential it is made fast with.
 * SPDX-License-Identifier: MIT */
#include "attention/lanes.h"
#include "matrices.h"

/* Both forms, their largest difference and that of their log-sum-exps. */
static void assert_forms_agree(hop_attention_shape shape, size_t heads) {
    problem p = make_problem(shape, heads, 7);
    double *tiled = empty_matrix(shape.queries, shape.value_width);
    double *sums = empty_matrix(heads, shape.queries);
    hop_attention_row *rows = malloc(heads * shape.queries * sizeof *rows);
    assert_int_equal(attend_by_heads(&p, NULL, rows), HOP_OK);
    assert_int_equal(hop_attention_tiled(&p.shape, heads, p.query, p.key, p.value, 2, tiled, sums),
                     HOP_OK);
    /* Scores of normal numbers stay below 10: the weights are off by a few of their last places,
     * and sums of n of them, each below 5 in value, by no more than n such. */
    double allowed = 5 * (16 + (double)shape.keys) * DBL_EPSILON;
    for (size_t i = 0; i < shape.queries * shape.value_width; i++)
        assert_near(tiled[i], p.output[i], allowed);
    for (size_t i = 0; i < heads * shape.queries; i++)
        assert_near(sums[i], rows[i].logsumexp, allowed);
    clear_problem(&p);
    free(tiled);
    free(sums);
    free(rows);
}

static void it_agrees_with_the_plain_form_at_every_width(void **state) {
    (void)state;
    static const size_t WIDTHS[] = {1, 2, 3, 5, 8, 13, 31, 64, 67, 127, 128, 129};
    for (size_t i = 0; i < sizeof WIDTHS / sizeof *WIDTHS; i++) {
        hop_attention_shape shape = {
            .queries = 40, .keys = 50, .width = WIDTHS[i], .value_width = WIDTHS[i]};
        assert_forms_agree(shape, 1);
    }
}

static void it_agrees_at_the_edges_of_tiles(void **state) {
    (void)state;
    static const size_t COUNTS[] = {1, 7, 8, 9, 127, 128, 129, 255, 256, 257, 600};
    for (size_t i = 0; i < sizeof COUNTS / sizeof *COUNTS; i++)
        for (size_t j = 0; j < sizeof COUNTS / sizeof *COUNTS; j++) {
            hop_attention_shape shape = {
                .queries = COUNTS[i], .keys = COUNTS[j], .width = 4, .value_width = 6};
            shape.causal = (i + j) % 2 == 1;
            assert_forms_agree(shape, 2);
        }
}

static void it_agrees_under_masks(void **state) {
    (void)state;
    double *mask = random_mask(150, 520, 2);
    hop_attention_shape shape = {
        .queries = 150, .keys = 520, .width = 6, .value_width = 4, .mask = mask};
    assert_forms_agree(shape, 2);
    /* A first tile of keys that nobody sees. */
    for (size_t i = 0; i < 150; i++)
        for (size_t j = 0; j < 300; j++) mask[i * 520 + j] = -INFINITY;
    for (size_t i = 0; i < 150; i++) mask[i * 520 + 519] = 0;
    assert_forms_agree(shape, 1);
    free(mask);
}

/* Scores that grow from tile to tile: what was summed before counts for nothing. */
static void a_later_and_larger_score_takes_over(void **state) {
    (void)state;
    enum { KEYS = 1000 };
    double query = 1, key[KEYS], value[KEYS], output = 0, sum = 0;
    for (size_t j = 0; j < KEYS; j++) {
        key[j] = 10 * (double)j;
        value[j] = (double)j;
    }
    hop_attention_shape shape = {
        .queries = 1, .keys = KEYS, .width = 1, .value_width = 1, .scale = 1};
    assert_int_equal(hop_attention_tiled(&shape, 1, &query, key, value, 1, &output, &sum), HOP_OK);
    assert_near(output, KEYS - 1, 1e-4);
    assert_near(sum, 9990, 1e-4);
    shape.scale = 1e290;
    assert_int_equal(hop_attention_tiled(&shape, 1, &query, key, value, 1, &output, NULL), HOP_OK);
    assert_true(output == KEYS - 1);
}

static void threads_never_change_a_byte(void **state) {
    (void)state;
    hop_attention_shape shape = {.queries = 700, .keys = 300, .width = 8, .value_width = 4};
    problem p = make_problem(shape, 2, 5);
    double *once = empty_matrix(700, 4);
    assert_int_equal(hop_attention_tiled(&p.shape, 2, p.query, p.key, p.value, 1, once, NULL),
                     HOP_OK);
    for (size_t threads = 0; threads <= 5; threads++) {
        assert_int_equal(
            hop_attention_tiled(&p.shape, 2, p.query, p.key, p.value, threads, p.output, NULL),
            HOP_OK);
        assert_memory_equal(p.output, once, 700 * 4 * sizeof *once);
    }
    clear_problem(&p);
    free(once);
}

static hop_status attend(problem *p) {
    return hop_attention_tiled(&p->shape, p->heads, p->query, p->key, p->value, 2, p->output, NULL);
}

static void what_cannot_be_weighed_is_refused(void **state) {
    (void)state;
    double *mask = random_mask(300, 10, 2);
    hop_attention_shape shape = {
        .queries = 300, .keys = 10, .width = 2, .value_width = 2, .mask = mask};
    problem p = make_problem(shape, 1, 1);
    for (size_t j = 0; j < 10; j++) mask[290 * 10 + j] = -INFINITY;
    assert_refused(attend(&p), HOP_E_EMPTY, "query 290 sees no key");
    mask[290 * 10 + 9] = INFINITY;
    assert_refused(attend(&p), HOP_E_VALUE, "query 290 with keys 0 to 9");
    mask[290 * 10 + 9] = NAN;
    assert_refused(attend(&p), HOP_E_VALUE, "query 290");
    mask[290 * 10 + 9] = 0;
    assert_int_equal(attend(&p), HOP_OK);
    p.query[3] = 1e200;
    p.key[3] = 1e200;
    assert_refused(attend(&p), HOP_E_VALUE, "query 1 ");
    p.key[3] = NAN;
    assert_refused(attend(&p), HOP_E_VALUE, "key: row 1, column 1");
    p.heads = 3;
    assert_refused(attend(&p), HOP_E_SHAPE, "3 heads");
    clear_problem(&p);
    free(mask);
}

static void the_exponential_is_right_to_two_units_in_the_last_place(void **state) {
    (void)state;
    for (double x = 0; x > -707; x -= 0.00317) {
        double expected = exp(x);
        assert_near(lanes_exp(x) / expected, 1, 2 * DBL_EPSILON);
    }
    assert_true(lanes_exp(0) == 1);
    assert_true(lanes_exp(-0.0) == 1);
    assert_true(lanes_exp(-1e-300) == 1);
}

static void the_exponential_ends_in_zero(void **state) {
    (void)state;
    assert_true(lanes_exp(-707.9) > 0);
    assert_true(lanes_exp(-708.1) == 0);
    assert_true(lanes_exp(-1e300) == 0);
    assert_true(lanes_exp(-INFINITY) == 0);
}

static void lanes_add_and_compare_every_number(void **state) {
    (void)state;
    double row[20], sum = 0;
    for (size_t i = 0; i < 20; i++) row[i] = (double)(i * i);
    for (size_t n = 0; n <= 20; n++) {
        assert_true(lanes_sum(row, n) == sum);
        assert_true(lanes_largest(row, n) == (n > 0 ? row[n - 1] : -INFINITY));
        if (n < 20) sum += row[n];
    }
    for (size_t i = 0; i < 20; i++) row[i] = -row[i] - 1;
    for (size_t n = 1; n <= 20; n++) assert_true(lanes_largest(row, n) == -1);
}

static void lanes_find_what_is_outside(void **state) {
    (void)state;
    double row[] = {1, -1, NAN, INFINITY, -INFINITY, 0, 0, 0, 0, 2};
    assert_int_equal(lanes_outside(row, 10, -DBL_MAX, DBL_MAX), 3);
    assert_int_equal(lanes_outside(row, 10, -INFINITY, DBL_MAX), 2);
    assert_int_equal(lanes_outside(row, 2, -DBL_MAX, DBL_MAX), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_agrees_with_the_plain_form_at_every_width),
        cmocka_unit_test(it_agrees_at_the_edges_of_tiles),
        cmocka_unit_test(it_agrees_under_masks),
        cmocka_unit_test(a_later_and_larger_score_takes_over),
        cmocka_unit_test(threads_never_change_a_byte),
        cmocka_unit_test(what_cannot_be_weighed_is_refused),
        cmocka_unit_test(the_exponential_is_right_to_two_units_in_the_last_place),
        cmocka_unit_test(the_exponential_ends_in_zero),
        cmocka_unit_test(lanes_add_and_compare_every_number),
        cmocka_unit_test(lanes_find_what_is_outside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
