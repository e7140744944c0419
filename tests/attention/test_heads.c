/* Several heads, held to one head taken apart by hand; and what is told of each query.
 * Covers: heads.c check.c
 * SPDX-License-Identifier: MIT */
#include "matrices.h"

static void take_columns(const double *from, size_t rows, size_t all, size_t first, size_t width,
                         double *to) {
    for (size_t i = 0; i < rows; i++)
        memcpy(to + i * width, from + i * all + first, width * sizeof *to);
}

/* Head h by hop_attention() on its own columns, against what the heads made together. */
static void assert_head(const problem *p, size_t h, const double *weights) {
    hop_attention_shape head = p->shape;
    size_t width = head.width / p->heads, value = head.value_width / p->heads;
    double *query = empty_matrix(head.queries, width), *key = empty_matrix(head.keys, width);
    double *values = empty_matrix(head.keys, value), *out = empty_matrix(head.queries, value);
    double *own = empty_matrix(head.queries, head.keys);
    take_columns(p->query, head.queries, head.width, h * width, width, query);
    take_columns(p->key, head.keys, head.width, h * width, width, key);
    take_columns(p->value, head.keys, head.value_width, h * value, value, values);
    head.width = width;
    head.value_width = value;
    assert_int_equal(hop_attention(&head, query, key, values, NULL, out, own), HOP_OK);
    for (size_t i = 0; i < head.queries * head.keys; i++)
        assert_near(weights[h * head.queries * head.keys + i], own[i], 4 * DBL_EPSILON);
    for (size_t i = 0; i < head.queries; i++)
        for (size_t j = 0; j < value; j++)
            assert_near(p->output[i * p->shape.value_width + h * value + j], out[i * value + j],
                        16 * DBL_EPSILON);
    free(query);
    free(key);
    free(values);
    free(out);
    free(own);
}

static void heads_are_attentions_side_by_side(void **state) {
    (void)state;
    double *mask = random_mask(70, 45, 9);
    for (int kind = 0; kind < 3; kind++) {
        hop_attention_shape shape = {.queries = 70, .keys = 45, .width = 12, .value_width = 20};
        shape.causal = kind == 1;
        shape.mask = kind == 2 ? mask : NULL;
        problem p = make_problem(shape, 4, 1);
        double *weights = empty_matrix(4 * 70, 45);
        assert_int_equal(attend_by_heads(&p, weights, NULL), HOP_OK);
        for (size_t h = 0; h < 4; h++) assert_head(&p, h, weights);
        clear_problem(&p);
        free(weights);
    }
    free(mask);
}

/* Left out, and not uniform weights without a word. */
static void a_scale_of_zero_is_that_of_a_transformer(void **state) {
    (void)state;
    hop_attention_shape shape = {.queries = 5, .keys = 7, .width = 8, .value_width = 4};
    problem p = make_problem(shape, 2, 1);
    double given[20], left_out[20];
    for (int form = 0; form < 3; form++) {
        for (int zero = 0; zero < 2; zero++) {
            double *out = zero ? left_out : given;
            hop_attention_shape s = p.shape;
            s.scale = zero ? 0 : 1 / sqrt(form == 0 ? 8 : 4);
            hop_status status =
                form == 0 ? hop_attention(&s, p.query, p.key, p.value, NULL, out, NULL)
                : form == 1
                    ? hop_attention_heads(&s, 2, p.query, p.key, p.value, 1, out, NULL, NULL)
                    : hop_attention_tiled(&s, 2, p.query, p.key, p.value, 1, out, NULL);
            assert_int_equal(status, HOP_OK);
        }
        assert_memory_equal(given, left_out, sizeof given);
    }
    clear_problem(&p);
}

static void the_first_causal_row_is_the_value_itself(void **state) {
    (void)state;
    hop_attention_shape shape = {
        .queries = 9, .keys = 9, .width = 6, .value_width = 6, .causal = true};
    problem p = make_problem(shape, 2, 3);
    assert_int_equal(attend_by_heads(&p, NULL, NULL), HOP_OK);
    assert_memory_equal(p.output, p.value, 6 * sizeof(double));
    clear_problem(&p);
}

static void causal_is_a_mask_over_the_future(void **state) {
    (void)state;
    double mask[30 * 40];
    for (size_t i = 0; i < 30 * 40; i++) mask[i] = i % 40 > i / 40 ? -INFINITY : 0;
    hop_attention_shape shape = {
        .queries = 30, .keys = 40, .width = 5, .value_width = 3, .causal = true};
    problem a = make_problem(shape, 1, 4), b = make_problem(shape, 1, 4);
    b.shape.causal = false;
    b.shape.mask = mask;
    assert_int_equal(attend_by_heads(&a, NULL, NULL), HOP_OK);
    assert_int_equal(attend_by_heads(&b, NULL, NULL), HOP_OK);
    assert_memory_equal(a.output, b.output, 30 * 3 * sizeof(double));
    clear_problem(&a);
    clear_problem(&b);
}

static void rows_of_weights_sum_to_one(void **state) {
    (void)state;
    static const size_t KEYS[] = {1, 2, 3, 7, 64, 1000, 4096};
    for (size_t k = 0; k < sizeof KEYS / sizeof *KEYS; k++) {
        size_t n = KEYS[k];
        hop_attention_shape shape = {.queries = 5, .keys = n, .width = 8, .value_width = 1};
        problem p = make_problem(shape, 1, n);
        double *weights = empty_matrix(5, n);
        hop_attention_row rows[5];
        assert_int_equal(attend_by_heads(&p, weights, rows), HOP_OK);
        for (size_t i = 0; i < 5; i++) {
            long double sum = 0;
            for (size_t j = 0; j < n; j++) sum += (long double)weights[i * n + j];
            assert_near((double)(sum - 1), 0, (double)n * DBL_EPSILON / 2);
            assert_near(rows[i].sum_error, fabs((double)(sum - 1)), 0);
        }
        clear_problem(&p);
        free(weights);
    }
}

static void threads_never_change_a_byte(void **state) {
    (void)state;
    hop_attention_shape shape = {.queries = 150, .keys = 90, .width = 8, .value_width = 8};
    problem p = make_problem(shape, 2, 5);
    double *once = empty_matrix(150, 8);
    assert_int_equal(hop_attention_heads(&p.shape, 2, p.query, p.key, p.value, 1, once, NULL, NULL),
                     HOP_OK);
    for (size_t threads = 2; threads <= 5; threads++) {
        assert_int_equal(hop_attention_heads(&p.shape, 2, p.query, p.key, p.value, threads,
                                             p.output, NULL, NULL),
                         HOP_OK);
        assert_memory_equal(p.output, once, 150 * 8 * sizeof *once);
    }
    clear_problem(&p);
    free(once);
}

/* Query 0 is 0 and so likes all ten keys alike; query 1 is far along the first key. */
static void rows_tell_an_average_from_a_choice(void **state) {
    (void)state;
    double query[] = {0, 1e4}, key[] = {1, 0, 0, 0, 0, 0, 0, 0, 0, 0}, output[2];
    hop_attention_shape shape = {
        .queries = 2, .keys = 10, .width = 1, .value_width = 1, .scale = 0.5};
    hop_attention_row rows[2];
    assert_int_equal(hop_attention_heads(&shape, 1, query, key, key, 1, output, NULL, rows),
                     HOP_OK);
    assert_int_equal(rows[0].seen, 10);
    assert_int_equal(rows[0].k90, 9);
    assert_near(rows[0].entropy, log(10), 1e-15);
    assert_near(rows[0].logsumexp, log(10), 1e-15);
    assert_int_equal(rows[1].k90, 1);
    assert_true(rows[1].entropy == 0);
    assert_true(rows[1].logsumexp == 5e3);
}

static void a_row_counts_the_keys_it_sees(void **state) {
    (void)state;
    double zero[4] = {0}, mask[] = {0, -INFINITY, 1, 2, 0, 0, 0, 0}, output[2];
    hop_attention_shape shape = {.queries = 2,
                                 .keys = 4,
                                 .width = 1,
                                 .value_width = 1,
                                 .scale = 1,
                                 .causal = true,
                                 .mask = mask};
    hop_attention_row rows[2];
    assert_int_equal(hop_attention_heads(&shape, 1, zero, zero, zero, 1, output, NULL, rows),
                     HOP_OK);
    assert_int_equal(rows[0].seen, 1);
    assert_int_equal(rows[1].seen, 2);
    shape.causal = false;
    assert_int_equal(hop_attention_heads(&shape, 1, zero, zero, zero, 1, output, NULL, rows),
                     HOP_OK);
    assert_int_equal(rows[0].seen, 3);
    assert_near(rows[0].logsumexp, log(1 + exp(1) + exp(2)), 1e-15);
}

static void the_entropy_is_that_of_the_weights(void **state) {
    (void)state;
    hop_attention_shape shape = {.queries = 3, .keys = 50, .width = 4, .value_width = 4};
    problem p = make_problem(shape, 1, 8);
    double *weights = empty_matrix(3, 50);
    hop_attention_row rows[3];
    assert_int_equal(attend_by_heads(&p, weights, rows), HOP_OK);
    for (size_t i = 0; i < 3; i++) {
        double entropy = 0;
        for (size_t j = 0; j < 50; j++) entropy -= weights[i * 50 + j] * log(weights[i * 50 + j]);
        assert_near(rows[i].entropy, entropy, 1e-13);
    }
    clear_problem(&p);
    free(weights);
}

static void heads_that_do_not_divide_the_width_are_refused(void **state) {
    (void)state;
    hop_attention_shape shape = {.queries = 2, .keys = 2, .width = 4, .value_width = 6};
    problem p = make_problem(shape, 1, 1);
    p.heads = 4;
    assert_refused(attend_by_heads(&p, NULL, NULL), HOP_E_SHAPE, "4 heads do not divide");
    assert_contains(hop_status_detail(), "4 wide, values 6");
    p.heads = 0;
    assert_refused(attend_by_heads(&p, NULL, NULL), HOP_E_SHAPE, "0 heads");
    p.heads = 2;
    assert_int_equal(attend_by_heads(&p, NULL, NULL), HOP_OK);
    clear_problem(&p);
}

static void what_is_not_finite_is_named_by_row_and_column(void **state) {
    (void)state;
    hop_attention_shape shape = {.queries = 3, .keys = 5, .width = 4, .value_width = 2};
    problem p = make_problem(shape, 1, 1);
    p.query[2 * 4 + 1] = NAN;
    assert_refused(attend_by_heads(&p, NULL, NULL), HOP_E_VALUE, "query: row 2, column 1 is nan");
    p.query[2 * 4 + 1] = 0;
    p.key[4 * 4 + 3] = INFINITY;
    assert_refused(attend_by_heads(&p, NULL, NULL), HOP_E_VALUE, "key: row 4, column 3 is inf");
    p.key[4 * 4 + 3] = 0;
    p.value[3 * 2] = -INFINITY;
    assert_refused(attend_by_heads(&p, NULL, NULL), HOP_E_VALUE, "value: row 3, column 0 is -inf");
    clear_problem(&p);
}

static void a_query_that_sees_nothing_is_named(void **state) {
    (void)state;
    hop_attention_shape shape = {.queries = 40, .keys = 3, .width = 2, .value_width = 2};
    double mask[40 * 3] = {0};
    for (size_t j = 0; j < 3; j++) mask[35 * 3 + j] = -INFINITY;
    shape.mask = mask;
    problem p = make_problem(shape, 1, 1);
    assert_refused(attend_by_heads(&p, NULL, NULL), HOP_E_EMPTY, "query 35 sees no key");
    mask[35 * 3] = NAN;
    assert_refused(attend_by_heads(&p, NULL, NULL), HOP_E_VALUE, "query 35 with key 0");
    clear_problem(&p);
}

static void nothing_to_attend_is_refused(void **state) {
    (void)state;
    hop_attention_shape shape = {.queries = 2, .keys = 0, .width = 2, .value_width = 2};
    problem p = make_problem(shape, 1, 1);
    assert_refused(attend_by_heads(&p, NULL, NULL), HOP_E_EMPTY, "there are 2 and 0");
    p.shape.keys = 1;
    p.shape.width = 0;
    assert_refused(attend_by_heads(&p, NULL, NULL), HOP_E_EMPTY, "0 wide");
    p.shape.width = (size_t)1 << 40;
    p.shape.keys = (size_t)1 << 40;
    assert_refused(attend_by_heads(&p, NULL, NULL), HOP_E_LIMIT, "too many");
    clear_problem(&p);
}

static void scores_that_overflow_are_refused(void **state) {
    (void)state;
    double large = 1e200, output;
    hop_attention_shape shape = {.queries = 1, .keys = 1, .width = 1, .value_width = 1, .scale = 1};
    assert_refused(hop_attention_heads(&shape, 1, &large, &large, &large, 1, &output, NULL, NULL),
                   HOP_E_VALUE, "query 0 with key 0");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heads_are_attentions_side_by_side),
        cmocka_unit_test(a_scale_of_zero_is_that_of_a_transformer),
        cmocka_unit_test(the_first_causal_row_is_the_value_itself),
        cmocka_unit_test(causal_is_a_mask_over_the_future),
        cmocka_unit_test(rows_of_weights_sum_to_one),
        cmocka_unit_test(threads_never_change_a_byte),
        cmocka_unit_test(rows_tell_an_average_from_a_choice),
        cmocka_unit_test(a_row_counts_the_keys_it_sees),
        cmocka_unit_test(the_entropy_is_that_of_the_weights),
        cmocka_unit_test(heads_that_do_not_divide_the_width_are_refused),
        cmocka_unit_test(what_is_not_finite_is_named_by_row_and_column),
        cmocka_unit_test(a_query_that_sees_nothing_is_named),
        cmocka_unit_test(nothing_to_attend_is_refused),
        cmocka_unit_test(scores_that_overflow_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
