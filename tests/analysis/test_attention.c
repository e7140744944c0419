/* Attention beside the recall engine, as a library.  Covers: attention.c attention_prepare.c
 * attention_engine.c attention_steps.c attention_draw.c attention_example.c attention_explain.c
 * explain.c
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include <hopfield/analysis.h>

#include "support/support.h"

static double number(const hop_result *result, const char *path) {
    const hop_item *item = hop_result_find(result, path);
    assert_non_null(item);
    return item->value.number;
}

static hop_result *empty(void) {
    hop_result *result = NULL;
    assert_int_equal(hop_result_create("test", &(hop_made){0}, &result), HOP_OK);
    return result;
}

static hop_attention_inputs tokens_of(size_t count, size_t dim) {
    hop_attention_inputs in = hop_attention_inputs_defaults;
    in.tokens.path = "tokens";
    in.threads = 1;
    assert_int_equal(hop_matrix_draw(count, dim, 1, 5, 1, &in.tokens.matrix), HOP_OK);
    return in;
}

static void clear(hop_attention_inputs *in) {
    hop_operand *const all[] = {&in->query, &in->key, &in->value, &in->tokens, &in->mask};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) hop_matrix_clear(&all[i]->matrix);
}

static void every_form_of_attention_agrees_and_the_energy_falls(void **state) {
    (void)state;
    hop_attention_inputs in = tokens_of(12, 6);
    hop_result *result = empty();
    in.heads = 2;
    in.causal = true;
    assert_int_equal(hop_attention_analyse(&in, result), HOP_OK);
    assert_true(number(result, "largest_difference") < 1e-14);
    assert_true(number(result, "tiled_difference") < 1e-14);
    const hop_table *heads = hop_result_find(result, "heads")->table;
    assert_int_equal(hop_table_row_count(heads), 2);
    const hop_table *steps = hop_table_cell(heads, 0, hop_table_column_count(heads) - 1).table;
    assert_int_equal(hop_table_row_count(steps), in.steps + 1);
    for (size_t t = 1; t <= in.steps; t++)
        assert_true(hop_table_cell(steps, t, 1).number <=
                    hop_table_cell(steps, t - 1, 1).number + 1e-12);
    hop_result_destroy(result);
    clear(&in);
}

static void a_mask_of_truth_values_hides_what_causal_hides(void **state) {
    (void)state;
    hop_attention_inputs causal = tokens_of(5, 4), masked = tokens_of(5, 4);
    hop_result *results[] = {empty(), empty()};
    causal.causal = true;
    masked.mask.path = "mask";
    assert_int_equal(hop_matrix_create(5, 5, &masked.mask.matrix), HOP_OK);
    for (size_t i = 0; i < 25; i++) masked.mask.matrix.values[i] = i % 5 <= i / 5;
    assert_int_equal(hop_attention_analyse(&causal, results[0]), HOP_OK);
    assert_int_equal(hop_attention_analyse(&masked, results[1]), HOP_OK);
    assert_memory_equal(hop_result_find(results[0], "output")->values,
                        hop_result_find(results[1], "output")->values, 20 * sizeof(double));
    for (size_t i = 0; i < 2; i++) hop_result_destroy(results[i]);
    clear(&causal);
    clear(&masked);
}

static void shapes_that_do_not_agree_are_all_named(void **state) {
    (void)state;
    hop_attention_inputs in = hop_attention_inputs_defaults;
    hop_result *result = empty();
    in.query.path = "q.npy";
    in.key.path = "k.npy";
    assert_int_equal(hop_matrix_create(2, 3, &in.query.matrix), HOP_OK);
    assert_int_equal(hop_matrix_create(2, 4, &in.key.matrix), HOP_OK);
    assert_int_equal(hop_attention_analyse(&in, result), HOP_E_SHAPE);
    assert_non_null(strstr(hop_status_detail(), "query 2x3 (q.npy), key 2x4 (k.npy)"));
    hop_result_destroy(result);
    clear(&in);
}

/* The context vectors that the textbook prints, to its four decimals. */
static void the_example_is_the_textbooks(void **state) {
    (void)state;
    static const double PLAIN[] = {.4421, .5931, .5790, .4419, .6515, .5683, .4431, .6496, .5671,
                                   .4304, .6298, .5510, .4671, .5910, .5266, .4177, .6503, .5645};
    static const double WEIGHTED[] = {.2996, .8053, .3061, .8210, .3058, .8203,
                                      .2948, .7939, .2927, .7891, .2990, .8040};
    hop_result *result = empty();
    assert_int_equal(hop_attention_example(result), HOP_OK);
    const double *plain = hop_result_find(result, "plain.context")->values;
    const double *weighted = hop_result_find(result, "weighted.context")->values;
    for (size_t i = 0; i < 18; i++) assert_true(fabs(plain[i] - PLAIN[i]) < 5.1e-5);
    for (size_t i = 0; i < 12; i++) assert_true(fabs(weighted[i] - WEIGHTED[i]) < 5.1e-5);
    assert_true(number(result, "heads.difference") < 1e-14);
    hop_result_destroy(result);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_of_attention_agrees_and_the_energy_falls),
        cmocka_unit_test(a_mask_of_truth_values_hides_what_causal_hides),
        cmocka_unit_test(shapes_that_do_not_agree_are_all_named),
        cmocka_unit_test(the_example_is_the_textbooks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
