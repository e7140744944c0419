/* Tokens that move, blocks that descend, components that attention finds: as a library.  Covers:
 * flow.c flow_tokens.c flow_weights.c flow_identity.c flow_view.c flow_draw.c block.c pca.c
 * pca_draw.c
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include <hopfield/analysis.h>

#include "support/support.h"

static hop_result *empty(void) {
    hop_result *result = NULL;
    assert_int_equal(hop_result_create("test", &(hop_made){0}, &result), HOP_OK);
    return result;
}

static double number(const hop_result *result, const char *path) {
    const hop_item *item = hop_result_find(result, path);
    assert_non_null(item);
    return item->value.number;
}

static hop_result *flow_of(hop_flow_inputs *in) {
    hop_result *result = empty();
    assert_int_equal(hop_flow_analyse(in, result), HOP_OK);
    hop_matrix_clear(&in->tokens);
    return result;
}

static bool warns(const hop_result *result, const char *part) {
    for (size_t i = 0; i < hop_result_size(result); i++) {
        const hop_item *item = hop_result_item(result, i);
        if (item->kind == HOP_ITEM_REMARK && item->severity == HOP_WARNING &&
            strstr(item->text, part))
            return true;
    }
    return false;
}

/* For every example, drawn and random weights, with several heads. */
static void a_heads_output_is_the_potentials_gradient_turned_by_m(void **state) {
    (void)state;
    size_t count = 0;
    const hop_flow_example *all = hop_flow_examples(&count);
    for (size_t i = 0; i < count; i++)
        for (int kind = HOP_WEIGHTS_IDENTITY; kind <= HOP_WEIGHTS_GRADIENT; kind++) {
            hop_flow_inputs in = hop_flow_inputs_defaults;
            in.example = &all[i];
            in.count = 9;
            in.dim = 4;
            in.heads = 2;
            in.layers = 3;
            in.weights = (hop_flow_weights_kind)kind;
            in.seed = 7;
            hop_result *result = flow_of(&in);
            assert_true(number(result, "identity_error") <
                        1e-10 * fmax(1, number(result, "largest_output")));
            assert_non_null(hop_result_find(result, "figures.paths"));
            hop_result_destroy(result);
        }
}

/* V = A and no residual: descent of |x|^2 / 2 - phi. */
static void gradient_flow_never_raises_the_energy(void **state) {
    (void)state;
    size_t count = 0;
    hop_flow_inputs in = hop_flow_inputs_defaults;
    in.example = hop_flow_examples(&count);
    in.frozen = true;
    in.seed = 3;
    hop_result *result = flow_of(&in);
    assert_int_equal(hop_result_find(result, "attention.energy_rises")->value.count, 0);
    assert_false(warns(result, "nothing bounds"));
    hop_result_destroy(result);
}

static void tokens_that_nothing_bounds_are_said_to_be_so(void **state) {
    (void)state;
    size_t count = 0;
    hop_flow_inputs in = hop_flow_inputs_defaults;
    in.example = hop_flow_examples(&count);
    in.residual = HOP_CHOICE_YES;
    in.step = 1;
    in.layers = 12;
    in.seed = 1;
    hop_result *result = flow_of(&in);
    assert_true(warns(result, "nothing bounds"));
    hop_result_destroy(result);
}

static void a_block_descends_with_the_gradient_of_its_energy(void **state) {
    (void)state;
    hop_block_inputs in = hop_block_inputs_defaults;
    hop_result *result = empty();
    in.count = 8;
    in.dim = 12;
    in.seed = 2;
    assert_int_equal(hop_block_analyse(&in, result), HOP_OK);
    assert_true(number(result, "gradient_error") < 1e-7);
    const hop_item *energy = hop_result_find(result, "energy");
    for (size_t i = 1; i < energy->shape[0]; i++)
        assert_true(energy->values[i] <= energy->values[i - 1]);
    hop_result_destroy(result);
    hop_matrix *const all[] = {&in.tokens, &in.query, &in.key, &in.memory};
    for (size_t i = 0; i < 4; i++) hop_matrix_clear(all[i]);
}

static void attention_without_softmax_finds_gsls_components(void **state) {
    (void)state;
    hop_pca_inputs in = {.source = "drawn", .iteration = hop_covariance_defaults};
    hop_result *result = empty();
    assert_int_equal(hop_matrix_draw(40, 6, 1, 9, 1, &in.rows), HOP_OK);
    for (size_t i = 0; i < 40 * 6; i++) in.rows.values[i] *= 1 + (double)(i % 6);
    assert_int_equal(hop_pca_analyse(&in, result), HOP_OK);
    assert_true(number(result, "largest_angle") < 1e-10);
    assert_true(fabs(number(result, "expansion.slope") - 2) < 0.01);
    assert_non_null(hop_result_find(result, "figures.expansion"));
    hop_result_destroy(result);
    hop_matrix_clear(&in.rows);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_heads_output_is_the_potentials_gradient_turned_by_m),
        cmocka_unit_test(gradient_flow_never_raises_the_energy),
        cmocka_unit_test(tokens_that_nothing_bounds_are_said_to_be_so),
        cmocka_unit_test(a_block_descends_with_the_gradient_of_its_energy),
        cmocka_unit_test(attention_without_softmax_finds_gsls_components),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
