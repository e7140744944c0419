/* Attention against values in closed form, a plain loop, and a worked example.
 * SPDX-License-Identifier: MIT */
#include <hopfield/attention.h>

#include <float.h>
#include <math.h>
#include <string.h>

#include <hopfield/random.h>

#include "support/support.h"

static hop_attention_shape shape_of(size_t queries, size_t keys, size_t width, size_t values) {
    return (hop_attention_shape){
        .queries = queries, .keys = keys, .width = width, .value_width = values, .scale = 1};
}

/* Six tokens of three numbers: unscaled attention of the tokens on themselves, to four decimals. */
static void a_worked_example_comes_out_to_four_decimals(void **state) {
    (void)state;
    static const double TOKENS[] = {.43, .15, .89, .55, .87, .66, .57, .85, .64,
                                    .22, .58, .33, .77, .25, .10, .05, .80, .55};
    static const double CONTEXT[] = {.4421, .5931, .5790, .4419, .6515, .5683, .4431, .6496, .5671,
                                     .4304, .6298, .5510, .4671, .5910, .5266, .4177, .6503, .5645};
    hop_attention_shape shape = shape_of(6, 6, 3, 3);
    double output[18];
    assert_int_equal(hop_attention(&shape, TOKENS, TOKENS, TOKENS, NULL, output, NULL), HOP_OK);
    for (size_t k = 0; k < 18; k++) assert_near(output[k], CONTEXT[k], 0.00005 + 4 * DBL_EPSILON);
}

static void two_keys_have_the_logistic_weight(void **state) {
    (void)state;
    hop_attention_shape shape = shape_of(1, 2, 1, 1);
    shape.scale = 0.5;
    double output = 0, weights[2];
    assert_int_equal(hop_attention(&shape, (double[]){2}, (double[]){3, -1}, (double[]){10, 20},
                                   NULL, &output, weights),
                     HOP_OK);
    double logistic = 1 / (1 + exp(-4));
    assert_near(weights[0], logistic, 4 * DBL_EPSILON);
    assert_near(output, 10 * logistic + 20 * (1 - logistic), 16 * 20 * DBL_EPSILON);
}

/* Attention as a beginner would write it. */
static void plainly(const hop_attention_shape *shape, const double *query, const double *key,
                    const double *value, const double *bias, double *output) {
    double *p = malloc(shape->keys * sizeof *p);
    for (size_t i = 0; i < shape->queries; i++) {
        double sum = 0;
        for (size_t j = 0; j < shape->keys; j++) {
            double score = 0;
            for (size_t k = 0; k < shape->width; k++)
                score += query[i * shape->width + k] * key[j * shape->width + k];
            p[j] = exp(shape->scale * score + (bias ? bias[j] : 0));
            if (shape->causal && j > i) p[j] = 0;
            sum += p[j];
        }
        for (size_t k = 0; k < shape->value_width; k++) {
            double mixed = 0;
            for (size_t j = 0; j < shape->keys; j++)
                mixed += p[j] / sum * value[j * shape->value_width + k];
            output[i * shape->value_width + k] = mixed;
        }
    }
    free(p);
}

static double *draw(hop_random *random, size_t count) {
    double *numbers = malloc(count * sizeof *numbers);
    for (size_t k = 0; k < count; k++) numbers[k] = hop_random_normal(random);
    return numbers;
}

static void assert_plain(hop_attention_shape shape, bool biased) {
    hop_random random;
    hop_random_init(&random, shape.queries, shape.keys);
    double *query = draw(&random, shape.queries * shape.width);
    double *key = draw(&random, shape.keys * shape.width);
    double *value = draw(&random, shape.keys * shape.value_width);
    double *bias = draw(&random, shape.keys), *given = biased ? bias : NULL;
    double *output = draw(&random, shape.queries * shape.value_width);
    double *expected = draw(&random, shape.queries * shape.value_width);
    double *weights = draw(&random, shape.queries * shape.keys);
    shape.scale = 1 / sqrt((double)shape.width);
    plainly(&shape, query, key, value, given, expected);
    assert_int_equal(hop_attention(&shape, query, key, value, given, output, weights), HOP_OK);
    /* Values of up to 5, scores of up to 5 sqrt(width), sums over width and keys. */
    double terms = (double)(shape.width + shape.keys) + 5 * sqrt((double)shape.width);
    for (size_t k = 0; k < shape.queries * shape.value_width; k++)
        assert_near(output[k], expected[k], 5 * terms * DBL_EPSILON);
    for (size_t i = 0; i < shape.queries; i++) {
        double sum = 0;
        for (size_t j = 0; j < shape.keys; j++) sum += weights[i * shape.keys + j];
        assert_near(sum, 1, (double)shape.keys * DBL_EPSILON);
        for (size_t j = i + 1; shape.causal && j < shape.keys; j++)
            assert_true(weights[i * shape.keys + j] == 0);
    }
    double *again = draw(&random, shape.queries * shape.value_width);
    assert_int_equal(hop_attention(&shape, query, key, value, given, again, NULL), HOP_OK);
    assert_memory_equal(again, output, shape.queries * shape.value_width * sizeof *output);
    double *all[] = {query, key, value, bias, output, expected, weights, again};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) free(all[k]);
}

static void it_equals_a_plain_loop_of_any_shape(void **state) {
    (void)state;
    static const size_t SIZES[] = {1, 2, 3, 31, 32, 33, 65};
    for (size_t q = 0; q < 7; q++)
        for (size_t k = 0; k < 7; k++)
            for (size_t d = 0; d < 7; d += 3) {
                hop_attention_shape shape = shape_of(SIZES[q], SIZES[k], SIZES[d], SIZES[6 - d]);
                assert_plain(shape, false);
                assert_plain(shape, true);
                shape.causal = true;
                assert_plain(shape, q % 2 == 0);
            }
}

static void a_bias_of_minus_infinity_masks_a_key(void **state) {
    (void)state;
    hop_attention_shape shape = shape_of(1, 3, 1, 1);
    double output = 0, weights[3], bias[] = {-INFINITY, 0, 0};
    assert_int_equal(hop_attention(&shape, (double[]){1}, (double[]){50, 2, 2},
                                   (double[]){1000, 1, 3}, bias, &output, weights),
                     HOP_OK);
    assert_true(output == 2 && weights[0] == 0 && weights[1] == 0.5 && weights[2] == 0.5);
}

static void equal_keys_weigh_the_same_bit_for_bit(void **state) {
    (void)state;
    hop_attention_shape shape = shape_of(1, 3, 2, 1);
    double weights[3], output;
    double key[] = {.1, .7, .3, -.2, .1, .7};
    assert_int_equal(
        hop_attention(&shape, (double[]){.9, .4}, key, (double[]){1, 2, 3}, NULL, &output, weights),
        HOP_OK);
    assert_memory_equal(&weights[0], &weights[2], sizeof *weights);
}

static void scores_of_any_size_give_an_exact_one_hot(void **state) {
    (void)state;
    static const double SCORES[] = {800, 1e17, 1e154, 1e300};
    for (size_t i = 0; i < 4; i++) {
        hop_attention_shape shape = shape_of(1, 3, 1, 1);
        double output = 0, key[] = {-SCORES[i], SCORES[i], 0};
        assert_int_equal(
            hop_attention(&shape, (double[]){1}, key, (double[]){5, 6, 7}, NULL, &output, NULL),
            HOP_OK);
        assert_true(output == 6);
    }
}

/* Two queries, two keys, all of width one; one number is replaced. */
static void assert_value_refused(size_t which, double number, const char *part) {
    double query[] = {1, 2}, key[] = {1, 1}, value[] = {3, 4}, bias[] = {0, 0}, output[2];
    double *all[] = {query, key, value, bias};
    all[which][1] = number;
    hop_attention_shape shape = shape_of(2, 2, 1, 1);
    assert_int_equal(hop_attention(&shape, query, key, value, bias, output, NULL), HOP_E_VALUE);
    assert_contains(hop_status_detail(), part);
}

static void numbers_that_are_not_finite_are_named(void **state) {
    (void)state;
    static const double BAD[] = {NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < 3; i++) {
        assert_value_refused(0, BAD[i], "query 1 with key 0");
        assert_value_refused(1, BAD[i], "query 0 with key 1");
        assert_value_refused(2, BAD[i], "value 0 of key 1");
    }
    assert_value_refused(3, NAN, "query 0 with key 1");
    assert_value_refused(3, INFINITY, "query 0 with key 1");
}

static void a_score_that_overflows_is_named_and_not_taken_for_a_mask(void **state) {
    (void)state;
    hop_attention_shape shape = shape_of(1, 2, 1, 1);
    double output = 0;
    for (double sign = -1; sign <= 1; sign += 2) {
        double key[] = {1, sign * 1e200};
        assert_int_equal(
            hop_attention(&shape, (double[]){1e200}, key, (double[]){1, 2}, NULL, &output, NULL),
            HOP_E_VALUE);
        assert_contains(hop_status_detail(), "query 0 with key 1");
    }
}

static void a_query_that_sees_no_key_is_named(void **state) {
    (void)state;
    hop_attention_shape shape = shape_of(2, 2, 1, 1);
    double output[2], bias[] = {-INFINITY, 0}, one[] = {1, 1};
    shape.causal = true; /* the first query sees the first key alone, which is masked */
    assert_int_equal(hop_attention(&shape, one, one, one, bias, output, NULL), HOP_E_EMPTY);
    assert_contains(hop_status_detail(), "query 0");
}

static void nothing_to_attend_with_or_to_is_refused(void **state) {
    (void)state;
    double one[] = {1}, output[1];
    hop_attention_shape empty[] = {shape_of(0, 1, 1, 1), shape_of(1, 0, 1, 1), shape_of(1, 1, 0, 1),
                                   shape_of(1, 1, 1, 0)};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(hop_attention(&empty[i], one, one, one, NULL, output, NULL), HOP_E_EMPTY);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_worked_example_comes_out_to_four_decimals),
        cmocka_unit_test(two_keys_have_the_logistic_weight),
        cmocka_unit_test(it_equals_a_plain_loop_of_any_shape),
        cmocka_unit_test(a_bias_of_minus_infinity_masks_a_key),
        cmocka_unit_test(equal_keys_weigh_the_same_bit_for_bit),
        cmocka_unit_test(scores_of_any_size_give_an_exact_one_hot),
        cmocka_unit_test(numbers_that_are_not_finite_are_named),
        cmocka_unit_test(a_score_that_overflows_is_named_and_not_taken_for_a_mask),
        cmocka_unit_test(a_query_that_sees_no_key_is_named),
        cmocka_unit_test(nothing_to_attend_with_or_to_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
