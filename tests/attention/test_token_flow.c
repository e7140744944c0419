/* Tokens through layers against numpy, and the energies that must fall.
 *
 * Constants: as in test_potential.c, with V = f(8, 2.1, 1.1).reshape(2, 2, 2) and
 *   moving: 3 times Y += .1 * out(mix(Y, Y, exclude_self)), out by heads mix @ V[h].T
 *   frozen: Y on the sphere, keys those of its start; 3 times Y += .4 * (out(mix) - Y), Y /= norm
 *   gravity: G = .3, e = .5, pairs k != i
 * SPDX-License-Identifier: MIT */
#include <hopfield/token_flow.h>

#include "numbers.h"

enum { COUNT = 5, DIM = 4, SIZE = COUNT * DIM };

static const double MOVING[SIZE] = {
    0.6003373756411877,  0.9982477159135857,   -0.23832414504828436, -0.8119454725078705,
    -0.3107687283099192, 0.7126231569120481,   0.9569227961415782,   -0.41624458667627895,
    -1.0726072919875962, -0.28343998243600055, 1.0186631516725508,   0.5577671218089983,
    -0.7541950993632172, -0.813322423403116,   0.05533483651709202,  0.8527297659386008,
    0.32965575245916023, -0.5685511132239501,  -1.0319740720755304,  0.38835964987822513};
static const double FROZEN[SIZE] = {
    0.5448890481598077,    0.7845111925042947,   -0.23880404740208988, -0.17495925518636773,
    -0.19063689384582144,  0.40024707173444385,  0.8713647933647782,   -0.21019812833890156,
    -0.7303395645621559,   -0.2516615235999518,  0.6162007827690484,   0.15351610107517488,
    -0.7209574305792702,   -0.5277142287472718,  -0.14598545048098358, 0.42476619959463974,
    -0.004355456292836131, -0.13042603360505134, -0.9179132638130463,  0.3747069786841663};
static const double FROZEN_ENERGY = -8.094099567968142, FROZEN_PAIRS = -0.24533080220918807;
static const double GRAVITY[COUNT] = {-0.5258633303678348, -0.616148334824257, -0.6334365794954598,
                                      -0.6263510605071616, -0.5579077273919651};
static const double PULL[DIM] = {0.11237589371378932, 0.08665949538327763, -0.0660132667053401,
                                 -0.12197643841799959};

static double tokens[SIZE], form[8], value[8];

static hop_flow standard(void) {
    fill_sines(tokens, SIZE, 1.3, 0.7);
    fill_sines(form, 8, 0.9, 0.2);
    fill_sines(value, 8, 2.1, 1.1);
    return (hop_flow){.potential = {.dim = DIM, .heads = 2, .form = form, .beta = 1.7},
                      .value = value,
                      .gravity = 0.3,
                      .softening = 0.5,
                      .layers = 3,
                      .step = 0.1,
                      .residual = true,
                      .radius = 0.5};
}

static void moving_tokens_go_where_numpy_sends_them(void **state) {
    (void)state;
    hop_flow_result result;
    hop_flow flow = standard();
    flow.potential.exclude_self = true;
    assert_int_equal(hop_flow_run(&flow, tokens, COUNT, &result), HOP_OK);
    assert_memory_equal(result.path, tokens, sizeof tokens);
    assert_all_near(result.path + (size_t)3 * SIZE, MOVING, 1e-14);
    hop_flow_result_clear(&result);
}

static void frozen_keys_and_the_sphere_too(void **state) {
    (void)state;
    hop_flow_result result;
    hop_flow flow = standard();
    flow.frozen = flow.sphere = true;
    flow.residual = false;
    flow.step = 0.4;
    assert_int_equal(hop_flow_run(&flow, tokens, COUNT, &result), HOP_OK);
    assert_all_near(result.path + (size_t)3 * SIZE, FROZEN, 1e-14);
    assert_near(result.layer[3].energy, FROZEN_ENERGY, 1e-13);
    assert_near(result.layer[3].pair_energy, FROZEN_PAIRS, 1e-13);
    hop_flow_result_clear(&result);
}

/* A = V = 1: both energies are promised to fall. */
static void check_fall(bool residual, bool frozen, bool sphere, bool pairs) {
    static const double ONE[] = {1, 0, 0, 1, 1, 0, 0, 1};
    hop_flow_result result;
    hop_flow flow = standard();
    flow.potential.form = flow.value = ONE;
    flow.residual = residual;
    flow.frozen = frozen;
    flow.sphere = sphere;
    flow.layers = 60;
    flow.step = residual ? 0.05 : 1;
    assert_int_equal(hop_flow_run(&flow, tokens, COUNT, &result), HOP_OK);
    for (size_t i = 0; i < flow.layers; i++) {
        const hop_flow_layer *now = &result.layer[i], *next = &result.layer[i + 1];
        const double before = pairs ? now->pair_energy : now->energy;
        const double after = pairs ? next->pair_energy : next->energy;
        assert_true(after <= before + 1e-12 * (1 + fabs(before)));
    }
    const hop_flow_layer *last = &result.layer[flow.layers];
    assert_true(last->energy < result.layer[0].energy - 0.1);
    hop_flow_result_clear(&result);
}

static void gradient_flow_never_raises_its_energy(void **state) {
    (void)state;
    check_fall(true, true, false, false);
    check_fall(true, true, true, false);
    check_fall(false, true, false, false); /* steps of the Hopfield network */
    check_fall(true, false, true, true);   /* pairs, where all move */
}

static void gravity_and_its_pull_are_those_of_numpy(void **state) {
    (void)state;
    const hop_flow flow = standard();
    double u[COUNT], gradient[SIZE];
    hop_flow_gravity(&flow, true, tokens, COUNT, tokens, COUNT, u, gradient);
    assert_all_near(u, GRAVITY, 1e-14);
    assert_all_near(gradient, PULL, 1e-14);
}

static void gravity_draws_tokens_together_and_its_energy_falls(void **state) {
    (void)state;
    hop_flow_result result;
    hop_flow flow = standard();
    flow.law = HOP_FLOW_GRAVITY;
    flow.layers = 300;
    flow.step = 0.03;
    assert_int_equal(hop_flow_run(&flow, tokens, COUNT, &result), HOP_OK);
    assert_near(result.layer[0].energy,
                (GRAVITY[0] + GRAVITY[1] + GRAVITY[2] + GRAVITY[3] + GRAVITY[4]) / 2, 1e-14);
    for (size_t i = 0; i < flow.layers; i++)
        assert_true(result.layer[i + 1].energy <= result.layer[i].energy + 1e-13);
    assert_int_equal(result.layer[flow.layers].clusters, 1);
    assert_true(isnan(result.layer[0].pair_energy));
    hop_flow_result_clear(&result);
}

static void clusters_are_components_within_the_radius(void **state) {
    (void)state;
    const double line[] = {0, 5, 1, 6, 2, 9, 7.5};
    size_t cluster[7];
    assert_int_equal(hop_flow_clusters(line, 7, 1, 1, cluster), 4);
    const size_t expected[] = {0, 1, 0, 1, 0, 2, 3};
    assert_memory_equal(cluster, expected, sizeof expected);
    assert_int_equal(hop_flow_clusters(line, 7, 1, 1.5, cluster), 2);
    assert_int_equal(hop_flow_clusters(line, 7, 1, 0, cluster), 7);
    /* The last point joins two components that were apart until then. */
    const double bridge[] = {4, 0, 6, 2};
    assert_int_equal(hop_flow_clusters(bridge, 4, 1, 2, cluster), 1);
}

static void mistakes_are_refused_in_words(void **state) {
    (void)state;
    hop_flow_result result;
    hop_flow flow = standard();
    assert_says(hop_flow_run(&flow, tokens, 0, &result), HOP_E_EMPTY, "no tokens");
    flow.step = 0;
    assert_says(hop_flow_run(&flow, tokens, COUNT, &result), HOP_E_VALUE, "the step is 0");
    flow = standard();
    flow.radius = NAN;
    assert_says(hop_flow_run(&flow, tokens, COUNT, &result), HOP_E_VALUE, "the radius is nan");
    flow = standard();
    flow.law = HOP_FLOW_GRAVITY;
    flow.softening = 0;
    assert_says(hop_flow_run(&flow, tokens, COUNT, &result), HOP_E_VALUE, "the softening is 0");
    flow = standard();
    flow.sphere = true;
    memset(tokens + DIM, 0, DIM * sizeof *tokens);
    assert_says(hop_flow_run(&flow, tokens, COUNT, &result), HOP_E_VALUE, "token 1 is zero");
    flow = standard();
    flow.layers = 2000;
    flow.step = 1e10;
    assert_int_equal(hop_flow_run(&flow, tokens, COUNT, &result), HOP_E_VALUE);
    flow.layers = SIZE_MAX / 2;
    assert_says(hop_flow_run(&flow, tokens, COUNT, &result), HOP_E_LIMIT, "too many");
    flow = standard();
    flow.potential.heads = 3;
    assert_says(hop_flow_run(&flow, tokens, COUNT, &result), HOP_E_SHAPE, "3 heads");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moving_tokens_go_where_numpy_sends_them),
        cmocka_unit_test(frozen_keys_and_the_sphere_too),
        cmocka_unit_test(gradient_flow_never_raises_its_energy),
        cmocka_unit_test(gravity_and_its_pull_are_those_of_numpy),
        cmocka_unit_test(gravity_draws_tokens_together_and_its_energy_falls),
        cmocka_unit_test(clusters_are_components_within_the_radius),
        cmocka_unit_test(mistakes_are_refused_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
