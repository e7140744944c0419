/* The block's energy and gradient against numpy and finite differences, and its descent.
 *
 * Constants: numpy 1.24, double, f as in test_potential.c;
 *   x = f(12, .8, .1).reshape(4, 3); WK = f(12, 1.9, .5).reshape(4, 3);
 *   WQ = f(12, 2.3, .9).reshape(4, 3); Xi = f(15, .6, 1.2).reshape(5, 3);
 *   bias = [.1, -.2, .3]; beta = .9; gain = 1.2; c = x - x.mean(1, keepdims=True);
 *   g = gain * c / sqrt((c**2).mean(1, keepdims=True) + 1e-12) + bias
 *   per head: K = g @ k.T, Q = g @ q.T, S = beta Q @ K.T, diagonal -inf, P = softmax(S)
 *   E -= log(exp(S).sum(1)).sum() / beta;  gradient -= (P @ K) @ q + (P.T @ Q) @ k
 *   a = maximum(g @ Xi.T, 0): E -= (a**2).sum() / 2;  gradient -= a @ Xi
 * SPDX-License-Identifier: MIT */
#include <hopfield/energy_block.h>

#include "numbers.h"

enum { COUNT = 4, DIM = 3, SIZE = COUNT * DIM };

static const double NORMAL[SIZE] = {-1.554212199698551,  0.2989498889352131,   1.4552623107633385,
                                    1.6016400618928093,  -0.26612459253420506, -1.1355154693586038,
                                    -1.2160903501408409, -0.46981776884468746, 1.8859081189855285,
                                    0.5623728673704833,  0.9829063845502237,   -1.3452792519207075};
static const double ATTENTION = -36.562760232024644, MEMORY = -5.515290326655971;
static const double GRADIENT_ATTENTION[SIZE] = {
    6.624477334956207,  -0.34634471802303746, -5.44657649920508,  -7.677798853295217,
    4.5316435380799405, 2.572417374688356,    0.7813326329761427, 6.720056849486513,
    -7.292201813738151, -0.15145838071557005, -6.698239837946441, 6.650437617493388};
static const double GRADIENT_MEMORY[SIZE] = {
    0.5313342455056135,  -0.253641102895249, -0.9500123167544511, -1.868276427661782,
    -0.464804648012525,  1.1010367677011936, 0.6910310923252034,  -0.08847506297161958,
    -0.8370743333289108, -1.606350187577389, -0.6578413001082909, 0.5204704797016714};

static double tokens[SIZE], keys[12], queries[12], memory[15];
static const double BIAS[DIM] = {0.1, -0.2, 0.3};

static hop_block standard(void) {
    fill_sines(tokens, SIZE, 0.8, 0.1);
    fill_sines(keys, 12, 1.9, 0.5);
    fill_sines(queries, 12, 2.3, 0.9);
    fill_sines(memory, 15, 0.6, 1.2);
    return (hop_block){.dim = DIM,
                       .heads = 2,
                       .width = 2,
                       .memories = 5,
                       .key_weight = keys,
                       .query_weight = queries,
                       .memory = memory,
                       .beta = 0.9,
                       .gain = 1.2,
                       .bias = BIAS,
                       .attention_term = true,
                       .memory_term = true};
}

static void normalisation_is_that_of_numpy_at_any_size(void **state) {
    (void)state;
    const hop_block block = standard();
    double g[SIZE], large[SIZE];
    hop_block_normalise(&block, tokens, COUNT, g);
    assert_all_near(g, NORMAL, 1e-14);
    for (size_t i = 0; i < SIZE; i++) large[i] = tokens[i] * 1e200;
    hop_block_normalise(&block, large, COUNT, g);
    assert_all_near(g, NORMAL, 1e-11);
    const double constant[DIM] = {7, 7, 7};
    hop_block_normalise(&block, constant, 1, g);
    assert_all_near(g, BIAS, 1e-14);
}

static void energies_and_both_terms_of_the_gradient_are_those_of_numpy(void **state) {
    (void)state;
    hop_block block = standard();
    hop_block_energy energy;
    double gradient[SIZE];
    assert_int_equal(hop_block_energy_at(&block, NORMAL, COUNT, &energy, gradient), HOP_OK);
    assert_near(energy.attention, ATTENTION, 1e-12);
    assert_near(energy.memory, MEMORY, 1e-12);
    assert_near(energy.total, ATTENTION + MEMORY, 1e-12);
    for (size_t i = 0; i < SIZE; i++)
        assert_near(gradient[i], GRADIENT_ATTENTION[i] + GRADIENT_MEMORY[i], 1e-12);
    block.memory_term = false;
    assert_int_equal(hop_block_energy_at(&block, NORMAL, COUNT, &energy, gradient), HOP_OK);
    assert_true(energy.memory == 0);
    assert_all_near(gradient, GRADIENT_ATTENTION, 1e-12);
    block.memory_term = true;
    block.attention_term = false;
    assert_int_equal(hop_block_energy_at(&block, NORMAL, 1, &energy, gradient), HOP_OK);
    assert_true(energy.attention == 0);
    for (size_t i = 0; i < DIM; i++) assert_near(gradient[i], GRADIENT_MEMORY[i], 1e-12);
}

static void finite_differences_agree_with_the_gradient(void **state) {
    (void)state;
    const hop_block block = standard();
    double error = 1;
    assert_int_equal(hop_block_check(&block, NORMAL, COUNT, 1000, &error), HOP_OK);
    assert_true(error > 0 && error < 1e-8);
    assert_int_equal(hop_block_check(&block, NORMAL, COUNT, 3, &error), HOP_OK);
    assert_true(error < 1e-8);
}

static void check_descent(bool attention, bool memory_too, double step) {
    hop_block block = standard();
    hop_block_result result;
    hop_block_energy energy;
    double x[SIZE], g[SIZE];
    const hop_block_options options = {.steps = 500, .step = step, .tolerance = 1e-12};
    block.attention_term = attention;
    block.memory_term = memory_too;
    memcpy(x, tokens, sizeof x);
    assert_int_equal(hop_block_descend(&block, &options, x, COUNT, &result), HOP_OK);
    assert_true(result.steps > 0);
    for (size_t i = 0; i < result.steps; i++)
        assert_true(result.step[i + 1].energy.total <= result.step[i].energy.total);
    assert_true(result.step[result.steps].energy.total < result.step[0].energy.total - 0.1);
    assert_true(result.settled);
    hop_block_normalise(&block, x, COUNT, g);
    assert_int_equal(hop_block_energy_at(&block, g, COUNT, &energy, NULL), HOP_OK);
    assert_true(energy.total == result.step[result.steps].energy.total);
    hop_block_result_clear(&result);
}

static void the_energy_never_rises_whatever_the_first_step(void **state) {
    (void)state;
    check_descent(true, true, 0.1);
    check_descent(true, true, 1e4);
    check_descent(true, true, 1e300);
    check_descent(true, false, 0.1);
    check_descent(false, true, 0.1);
}

static void a_step_that_is_too_long_is_halved(void **state) {
    (void)state;
    const hop_block block = standard();
    hop_block_result result;
    const hop_block_options options = {.steps = 900, .step = 1e-3, .tolerance = -1};
    double x[SIZE];
    size_t tried = 0;
    memcpy(x, tokens, sizeof x);
    assert_int_equal(hop_block_descend(&block, &options, x, COUNT, &result), HOP_OK);
    assert_true(result.step[1].step == 1e-3 && result.step[2].step == 2e-3);
    for (size_t i = 1; i <= result.steps; i++)
        tried = result.step[i].tried > tried ? result.step[i].tried : tried;
    assert_true(tried > 1);
    hop_block_result_clear(&result);
}

static void mistakes_are_refused_in_words(void **state) {
    (void)state;
    hop_block block = standard();
    hop_block_energy energy;
    hop_block_result result;
    hop_block_options options = {.steps = 1, .step = 1};
    assert_says(hop_block_energy_at(&block, NORMAL, 1, &energy, NULL), HOP_E_EMPTY,
                "needs two at least");
    block.beta = 0;
    assert_says(hop_block_energy_at(&block, NORMAL, COUNT, &energy, NULL), HOP_E_VALUE, "beta");
    block = standard();
    block.gain = INFINITY;
    assert_says(hop_block_energy_at(&block, NORMAL, COUNT, &energy, NULL), HOP_E_VALUE, "gain");
    block = standard();
    block.attention_term = block.memory_term = false;
    assert_says(hop_block_energy_at(&block, NORMAL, COUNT, &energy, NULL), HOP_E_VALUE, "both");
    block = standard();
    block.dim = 1;
    assert_says(hop_block_energy_at(&block, NORMAL, COUNT, &energy, NULL), HOP_E_SHAPE, "2 at");
    block = standard();
    memory[0] = 1e200;
    assert_says(hop_block_energy_at(&block, NORMAL, COUNT, &energy, NULL), HOP_E_VALUE,
                "overflows");
    block = standard();
    options.step = NAN;
    assert_says(hop_block_descend(&block, &options, tokens, COUNT, &result), HOP_E_VALUE, "step");
    options.step = 1;
    options.steps = SIZE_MAX;
    assert_says(hop_block_descend(&block, &options, tokens, COUNT, &result), HOP_E_LIMIT, "steps");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(normalisation_is_that_of_numpy_at_any_size),
        cmocka_unit_test(energies_and_both_terms_of_the_gradient_are_those_of_numpy),
        cmocka_unit_test(finite_differences_agree_with_the_gradient),
        cmocka_unit_test(the_energy_never_rises_whatever_the_first_step),
        cmocka_unit_test(a_step_that_is_too_long_is_halved),
        cmocka_unit_test(mistakes_are_refused_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
