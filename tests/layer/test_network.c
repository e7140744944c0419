/* Networks run as the layers they are made of, and as the independent code of src/attention.
 * Covers: network.c workspace.c energy_transformer.c attention.c
 * SPDX-License-Identifier: MIT */
#include <float.h>
#include <math.h>
#include <string.h>

#include <hopfield/attention.h>
#include <hopfield/energy_block.h>
#include <hopfield/network.h>

#include "support/support.h"

static double *normal(hop_random *random, size_t count, double scale) {
    double *numbers = calloc(count + 1, sizeof *numbers);
    assert_non_null(numbers);
    for (size_t i = 0; i < count; i++) numbers[i] = scale * hop_random_normal(random);
    return numbers;
}

/* A small language model: every kind of node, used twice or more. */
static hop_network *make_model(void) {
    enum { TOKENS = 5, SYMBOLS = 6 };
    hop_network *net = NULL;
    assert_int_equal(hop_network_create(&net), HOP_OK);
    const size_t x = hop_network_input(net, "symbols", TOKENS, 1);
    const size_t y = hop_network_input(net, "next", TOKENS, 1);
    size_t h =
        hop_network_add(net, "embed", HOP_FROM(x), "embedding:vocabulary=%d,width=8", SYMBOLS);
    h = hop_network_add(net, "place", HOP_FROM(h), "position");
    h = hop_network_block(net, "block0", h, 12, "heads=2,causal=yes");
    h = hop_network_block(net, "block1", h, 0, "heads=1,alpha=1.5");
    h = hop_network_add(net, "norm", HOP_FROM(h), "layer_norm");
    h = hop_network_add(net, "read", HOP_FROM(h), "linear:width=%d", SYMBOLS);
    hop_network_add(net, "loss", HOP_FROM(h, y), "cross_entropy");
    assert_int_equal(hop_network_finish(net), HOP_OK);
    return net;
}

static void set_symbols(hop_workspace *w, hop_random *random, size_t samples) {
    for (size_t i = 0; i < samples; i++)
        for (size_t node = 0; node < 2; node++) {
            double codes[5];
            for (size_t t = 0; t < 5; t++) codes[t] = (double)hop_random_below(random, 6);
            hop_workspace_set(w, node, i, codes);
        }
}

static void the_gradient_of_a_whole_model_agrees_with_central_differences(void **state) {
    (void)state;
    enum { SAMPLES = 3, PROBES = 200 };
    hop_network *net = make_model();
    hop_workspace *w = NULL;
    hop_random random;
    const size_t count = hop_network_weights(net);
    hop_random_init(&random, 8, 0);
    double *weights = normal(&random, count, 0), *gradient = normal(&random, count, 0);
    hop_network_initialise(net, 8, weights);
    assert_int_equal(hop_workspace_create(net, HOP_LAYER_DOUBLE, SAMPLES, true, &w), HOP_OK);
    set_symbols(w, &random, SAMPLES);
    hop_workspace_forward(w, weights, SAMPLES);
    hop_workspace_backward(w, weights, 0.5, gradient);
    for (size_t k = 0; k < PROBES; k++) {
        const size_t at = hop_random_below(&random, count);
        const double middle = weights[at];
        weights[at] = middle + 1e-5;
        hop_workspace_forward(w, weights, SAMPLES);
        const double above = hop_workspace_loss(w);
        weights[at] = middle - 1e-5;
        hop_workspace_forward(w, weights, SAMPLES);
        assert_near(gradient[at], 0.5 * (above - hop_workspace_loss(w)) / 2e-5, 1e-6);
        weights[at] = middle;
    }
    hop_workspace_destroy(w);
    free(weights), free(gradient);
    hop_network_destroy(net);
}

static void attention_with_projections_is_the_attention_of_the_library(void **state) {
    (void)state;
    enum { TOKENS = 7, WIDTH = 6, HEADS = 2 };
    hop_network *net = NULL;
    hop_workspace *w = NULL;
    hop_random random;
    hop_random_init(&random, 4, 0);
    assert_int_equal(hop_network_create(&net), HOP_OK);
    const size_t x = hop_network_input(net, "x", TOKENS, WIDTH);
    const size_t y = hop_network_input(net, "y", TOKENS, WIDTH);
    const size_t out = hop_network_attention(net, "a", x, x, WIDTH, "heads=2,causal=yes");
    hop_network_add(net, "loss", HOP_FROM(out, y), "squared_error");
    assert_int_equal(hop_network_finish(net), HOP_OK);
    double *weights = normal(&random, hop_network_weights(net), 1);
    double *tokens = normal(&random, TOKENS * WIDTH, 1);
    assert_int_equal(hop_workspace_create(net, HOP_LAYER_DOUBLE, 1, false, &w), HOP_OK);
    hop_workspace_set(w, x, 0, tokens);
    hop_workspace_forward(w, weights, 1);

    double q[TOKENS * WIDTH], k[TOKENS * WIDTH], v[TOKENS * WIDTH], mixed[TOKENS * WIDTH];
    double expected[TOKENS * WIDTH], got[TOKENS * WIDTH], p[HEADS * TOKENS * TOKENS];
    double saved[HEADS * TOKENS * TOKENS];
    const size_t square = WIDTH * WIDTH;
    const hop_attention_shape shape = {.queries = TOKENS,
                                       .keys = TOKENS,
                                       .width = WIDTH,
                                       .value_width = WIDTH,
                                       .scale = 1 / sqrt(WIDTH / HEADS),
                                       .causal = true};
    hop_attention_project(TOKENS, WIDTH, WIDTH, tokens, weights, HOP_OUT_BY_IN, NULL, q);
    hop_attention_project(TOKENS, WIDTH, WIDTH, tokens, weights + square, HOP_OUT_BY_IN, NULL, k);
    hop_attention_project(TOKENS, WIDTH, WIDTH, tokens, weights + 2 * square, HOP_OUT_BY_IN, NULL,
                          v);
    assert_int_equal(hop_attention_heads(&shape, HEADS, q, k, v, 1, mixed, p, NULL), HOP_OK);
    hop_attention_project(TOKENS, WIDTH, WIDTH, mixed, weights + 3 * square, HOP_OUT_BY_IN, NULL,
                          expected);
    hop_workspace_read(w, out, 0, got);
    hop_workspace_saved(w, hop_network_find(net, "a.attention"), 0, HEADS * TOKENS * TOKENS, saved);
    for (size_t i = 0; i < TOKENS * WIDTH; i++) assert_near(got[i], expected[i], 1e-12);
    for (size_t i = 0; i < HEADS * TOKENS * TOKENS; i++) assert_near(saved[i], p[i], 1e-13);
    hop_workspace_destroy(w);
    free(weights), free(tokens);
    hop_network_destroy(net);
}

/* A sample all of whose keys are hidden is given nothing and teaches nothing: no division by the
 * sum of no weights. */
static void where_every_key_is_hidden_attention_gives_nothing(void **state) {
    (void)state;
    enum { TOKENS = 3, WIDTH = 4 };
    static const double none[TOKENS] = {0};
    hop_random random;
    hop_random_init(&random, 6, 0);
    double *tokens = normal(&random, TOKENS * WIDTH, 1), got[TOKENS * WIDTH], gradient[1] = {0};
    for (size_t k = 0; k < 3; k++) {
        hop_network *net = NULL;
        hop_workspace *w = NULL;
        assert_int_equal(hop_network_create(&net), HOP_OK);
        const size_t x = hop_network_input(net, "x", TOKENS, WIDTH);
        const size_t seen = hop_network_input(net, "seen", TOKENS, 1);
        const size_t a = hop_network_add(net, "a", HOP_FROM(x, x, x, seen),
                                         "attention:heads=2,alpha=%g", 1 + 0.5 * (double)k);
        hop_network_add(net, "loss", HOP_FROM(a, x), "squared_error");
        assert_int_equal(hop_network_finish(net), HOP_OK);
        assert_int_equal(hop_network_weights(net), 0);
        assert_int_equal(hop_workspace_create(net, HOP_LAYER_DOUBLE, 1, true, &w), HOP_OK);
        hop_workspace_set(w, x, 0, tokens);
        hop_workspace_set(w, seen, 0, none);
        hop_workspace_forward(w, gradient, 1);
        hop_workspace_read(w, a, 0, got);
        for (size_t i = 0; i < TOKENS * WIDTH; i++) assert_true(got[i] == 0);
        hop_workspace_backward(w, gradient, 1, gradient);
        assert_true(isfinite(hop_workspace_loss(w)));
        hop_workspace_destroy(w);
        hop_network_destroy(net);
    }
    free(tokens);
}

/* The gradient of src/attention's energy, followed for four steps. */
static void the_energy_transformer_descends_the_energy_of_the_library(void **state) {
    (void)state;
    enum { TOKENS = 5, DIM = 6, HEADS = 2, WIDTH = 3, MEMORIES = 4, STEPS = 4 };
    hop_network *net = NULL;
    hop_workspace *w = NULL;
    hop_random random;
    hop_random_init(&random, 6, 0);
    assert_int_equal(hop_network_create(&net), HOP_OK);
    const size_t x = hop_network_input(net, "x", TOKENS, DIM);
    const size_t y = hop_network_input(net, "y", TOKENS, DIM);
    const size_t out = hop_network_add(net, "et", HOP_FROM(x),
                                       "energy_transformer:heads=%d,width=%d,memories=%d,steps=%d,"
                                       "step=0.1,beta=0.7",
                                       HEADS, WIDTH, MEMORIES, STEPS);
    hop_network_add(net, "loss", HOP_FROM(out, y), "squared_error");
    assert_int_equal(hop_network_finish(net), HOP_OK);
    double *weights = normal(&random, hop_network_weights(net), 0.5);
    double *tokens = normal(&random, TOKENS * DIM, 1), got[TOKENS * DIM];
    const double *gain = weights + (2 * HEADS * WIDTH + MEMORIES) * DIM;
    weights[gain - weights] = 1.3;
    const hop_block block = {.dim = DIM,
                             .heads = HEADS,
                             .width = WIDTH,
                             .memories = MEMORIES,
                             .key_weight = weights,
                             .query_weight = weights + HEADS * WIDTH * DIM,
                             .memory = weights + 2 * HEADS * WIDTH * DIM,
                             .beta = 0.7,
                             .gain = *gain,
                             .bias = gain + 1,
                             .attention_term = true,
                             .memory_term = true};
    assert_int_equal(hop_workspace_create(net, HOP_LAYER_DOUBLE, 1, false, &w), HOP_OK);
    hop_workspace_set(w, x, 0, tokens);
    hop_workspace_forward(w, weights, 1);
    hop_workspace_read(w, out, 0, got);
    for (size_t step = 0; step < STEPS; step++) {
        double g[TOKENS * DIM], slope[TOKENS * DIM];
        hop_block_energy energy;
        hop_block_normalise(&block, tokens, TOKENS, g);
        assert_int_equal(hop_block_energy_at(&block, g, TOKENS, &energy, slope), HOP_OK);
        for (size_t i = 0; i < TOKENS * DIM; i++) tokens[i] -= 0.1 * slope[i];
    }
    /* The two add different small numbers to the variance: 1e-5 here, hardly anything there. */
    for (size_t i = 0; i < TOKENS * DIM; i++) assert_near(got[i], tokens[i], 2e-4);
    hop_workspace_destroy(w);
    free(weights), free(tokens);
    hop_network_destroy(net);
}

static void first_weights_depend_on_the_seed_and_on_nothing_else(void **state) {
    (void)state;
    hop_network *a = make_model(), *b = make_model();
    const size_t count = hop_network_weights(a);
    hop_random random;
    hop_random_init(&random, 1, 1);
    double *x = normal(&random, count, 1), *y = normal(&random, count, 1);
    hop_network_initialise(a, 5, x);
    hop_network_initialise(b, 5, y);
    assert_memory_equal(x, y, count * sizeof *x);
    hop_network_initialise(b, 6, y);
    assert_memory_not_equal(x, y, count * sizeof *x);
    free(x), free(y);
    hop_network_destroy(a);
    hop_network_destroy(b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_gradient_of_a_whole_model_agrees_with_central_differences),
        cmocka_unit_test(attention_with_projections_is_the_attention_of_the_library),
        cmocka_unit_test(where_every_key_is_hidden_attention_gives_nothing),
        cmocka_unit_test(the_energy_transformer_descends_the_energy_of_the_library),
        cmocka_unit_test(first_weights_depend_on_the_seed_and_on_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
